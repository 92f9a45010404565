#pragma once

/// A static library with state, linked into two plugins.
namespace tally {

extern int total;
int& counted();

}  // namespace tally
