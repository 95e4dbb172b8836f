#pragma once
// Entries of a stub's journal as JSON, without secrets (harness/check/secret_places.h).

#include "contracts/core/value.h"
#include "harness/stub_control/journal.h"

namespace squall::harness {

contracts::Value to_value(const JournalEntry& entry);
// An array, oldest first.
contracts::Value to_value(const Journal::Entries& entries);

}  // namespace squall::harness
