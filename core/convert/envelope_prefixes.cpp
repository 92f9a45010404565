#include "convert/envelope_prefixes.hpp"

#include <algorithm>
#include <utility>

namespace kconnect::convert {

const EnvelopePrefixes::Prefix* EnvelopePrefixes::match(std::string_view message) noexcept {
    for (auto prefix = prefixes_.begin(); prefix != prefixes_.end(); ++prefix) {
        if (message.starts_with((*prefix)->bytes)) {
            std::rotate(prefixes_.begin(), prefix, prefix + 1);
            return prefixes_.front().get();
        }
    }
    return nullptr;
}

void EnvelopePrefixes::add(std::string_view bytes, KnownSchemaPtr known) {
    if (capacity_ == 0) {
        return;
    }
    if (prefixes_.size() == capacity_) {
        prefixes_.pop_back();
    }
    prefixes_.insert(prefixes_.begin(),
                     std::make_unique<Prefix>(Prefix{std::string(bytes), std::move(known)}));
}

}  // namespace kconnect::convert
