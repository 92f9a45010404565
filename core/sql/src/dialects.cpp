#include <algorithm>
#include <mutex>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

#include "src/builtin_dialects.hpp"

namespace kconnect::sql {

std::unique_ptr<Connection> Dialect::connect(const ConnectionSettings& settings) const {
    const AbortSignal nobody;
    return connect(settings, nobody);
}

namespace {

struct Registry {
    std::mutex mutex;
    std::vector<const Dialect*> dialects{builtin_dialects()};
};

Registry& registry() {
    static Registry instance;
    return instance;
}

std::vector<const Dialect*> known_dialects() {
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    return all.dialects;
}

std::string names_of(const std::vector<const Dialect*>& dialects) {
    std::vector<std::string_view> names;
    names.reserve(dialects.size());
    for (const Dialect* dialect : dialects) {
        names.push_back(dialect->name());
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

/// A built-in dialect has a client of its own, which would take another database's URL for
/// something else: SQLite for the name of a file.
void check_that_it_speaks(const Dialect& dialect, const JdbcUrl& url) {
    const std::vector<const Dialect*> builtin = builtin_dialects();
    const bool is_anothers = std::ranges::any_of(
        builtin, [&](const Dialect* other) { return other->handles(url.subprotocol); });
    if (is_anothers && !dialect.handles(url.subprotocol) &&
        std::ranges::find(builtin, &dialect) != builtin.end()) {
        throw ConfigException(
            fmt::format("{} (dialect.name) does not speak to '{}' (connection.url): leave "
                        "dialect.name out, the URL says which one it is",
                        dialect.name(),
                        url.display()));
    }
}

}  // namespace

void register_dialect(const Dialect& dialect) {
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    std::erase_if(all.dialects,
                  [&](const Dialect* known) { return known->name() == dialect.name(); });
    all.dialects.push_back(&dialect);
}

const Dialect& find_dialect(const JdbcUrl& url, std::string_view dialect_name) {
    const std::vector<const Dialect*> dialects = known_dialects();
    const auto found = std::find_if(dialects.begin(), dialects.end(), [&](const Dialect* dialect) {
        return dialect_name.empty() ? dialect->handles(url.subprotocol)
                                    : dialect->name() == dialect_name;
    });
    if (found != dialects.end()) {
        check_that_it_speaks(**found, url);
        return **found;
    }
    if (!dialect_name.empty()) {
        throw ConfigException(fmt::format("No dialect is named '{}' (dialect.name): use one of {}",
                                          dialect_name,
                                          names_of(dialects)));
    }
    throw ConfigException(
        fmt::format("No dialect speaks to '{}' (connection.url): the known dialects are {}",
                    url.display(),
                    names_of(dialects)));
}

}  // namespace kconnect::sql
