#include "adapters/api/personal_data.h"

#include <gtest/gtest.h>

namespace nemo::api {
namespace {

TEST(PersonalData, EmailAddressesAreFoundWhereverTheyStand) {
  for (const char* text : {
           "ada@example.com",
           "info@presidio.site",
           "my email address is info@presidio.site",
           "user@xn--80ak6aa92e.com",
           "ada@xn--e1afmkfd.xn--p1ai",
           "ada.lovelace+billing@mail.example.co.uk",
           "customer=ADA@EXAMPLE.COM,tier=gold",
           "mailto:ada@example.com?subject=x",
           "<ada@example.com>",
           "\"ada lovelace\"@example.com",
           "o'hara@example.ie",
           "ada!#$&*=?^`{|}~@example.com",
           "a@b.co",
           "@@ada@example.com.",
           "\xc3\xa4@b\xc3\xbc"
           "cher.example",
           "v1@2.0 ada@example.com",
       }) {
    EXPECT_TRUE(holds_email_address(text)) << text;
  }
}

TEST(PersonalData, WhatOnlyLooksLikeOneIsNone) {
  for (const char* text : {
           "",
           "@",
           "ada",
           "this is not an email: hello-world here",
           "@ada",
           "ada@",
           "ada@example",
           "ada@localhost:8080",
           "ada@.com",
           "ada@example.",
           "ada@example.c",
           "ada at example.com",
           " @example.com",
           "claude-3-5-sonnet@20240620",
           "gpt-4o@2024.08",
           "team@1.0",
           "ada@192.0.2.1",
           "@scope/package",
           "https://blog.example/@acme.io/hook",
           "sha256@deadbeef",
       }) {
    EXPECT_FALSE(holds_email_address(text)) << text;
  }
}

}  // namespace
}  // namespace nemo::api
