#include "plugins/tally.hpp"

namespace tally {

int total = 0;

int& counted() {
    static int value = 0;
    return value;
}

}  // namespace tally
