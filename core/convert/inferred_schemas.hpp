#pragma once

#include <cstdint>
#include <map>
#include <tuple>

#include <kconnect/schema.hpp>

namespace kconnect::convert {

/// The schemas that header inference builds, each built once. Threads: one at a time.
class InferredSchemas {
public:
    /// Forgets what it built when that has become much. Call it between two values only: those who
    /// keep a schema hold its SchemaPtr.
    void trim();

    /// ARRAY of `elements`; without element schema for null.
    const Schema* array_of(const Schema* elements);
    /// MAP; without key or value schema for null.
    const Schema* map_of(const Schema* keys, const Schema* values);
    const Schema* decimal(std::int32_t scale);

private:
    using Key = std::tuple<SchemaType, const Schema*, const Schema*, std::int32_t>;

    std::map<Key, SchemaPtr> schemas_;
};

}  // namespace kconnect::convert
