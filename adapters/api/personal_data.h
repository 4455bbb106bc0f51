#pragma once

#include <string_view>

namespace nemo::api {

// Whether a text holds an e-mail address: local@domain, where the domain has a dot and ends with
// two letters or more. Written beyond ASCII, or with a quoted local part, it is one, too; a model's
// version ("claude-3@20240229") and a handle ("@ada") are none. A text without "@" costs one look.
bool holds_email_address(std::string_view text);

}  // namespace nemo::api
