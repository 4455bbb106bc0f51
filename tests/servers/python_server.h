#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <unistd.h>

#include <string>

namespace nemo {

// Starts `python3 SCRIPT FOLDER` with its standard input and output on pipes of ours; it serves
// until its input ends.
inline pid_t start_python_server(std::string script, std::string folder, int& input, int& output) {
  std::string python = "/usr/bin/python3";
  int to_child[2];
  int from_child[2];
  EXPECT_EQ(::pipe2(to_child, O_CLOEXEC), 0);
  EXPECT_EQ(::pipe2(from_child, O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, to_child[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, from_child[1], STDOUT_FILENO);
  char* arguments[] = {python.data(), script.data(), folder.data(), nullptr};
  pid_t child = -1;
  EXPECT_EQ(::posix_spawn(&child, python.c_str(), &actions, nullptr, arguments, environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  ::close(to_child[0]);
  ::close(from_child[1]);
  input = to_child[1];
  output = from_child[0];
  return child;
}

}  // namespace nemo
