#pragma once

#include <span>
#include <string_view>

namespace nemo::api {

// An object of an answer: "member:Schema" each, with "?" where it may be left out; [Schema] is a
// list.
struct AnswerMembers {
  std::string_view name;
  std::string_view members;
};
// Of all answers and what is in them; a member of a scalar's name is text, number or flag.
std::span<const AnswerMembers> answer_members();

}  // namespace nemo::api
