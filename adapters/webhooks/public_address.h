#pragma once

#include <sys/socket.h>

namespace nemo::webhooks {

// Whether an address (AF_INET, AF_INET6) belongs to a host on the public internet: not to this
// machine, a private or local network, a group, a service of a cloud's own machines, or a block
// that is set apart. An IPv4 address inside an IPv6 one (mapped, or NAT64's well-known prefix)
// counts as itself; other ways to carry one (6to4, Teredo) are refused. Thread rule: any thread.
bool is_public_address(const sockaddr& address);

}  // namespace nemo::webhooks
