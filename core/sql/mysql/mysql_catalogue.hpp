#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/table.hpp>

namespace kconnect::sql::mysql {

/// Reads tables' descriptions from information_schema.
class Catalogue {
public:
    /// Runs a query.
    using Query = std::function<std::vector<TextRow>(const std::string& sql)>;
    /// A text as a literal of the session.
    using Literal = std::function<std::string(std::string_view text)>;

    Catalogue(Query query, Literal literal, bool mariadb, bool ignores_name_case);

    /// The table, view or nothing. Names are compared byte by byte (information_schema itself
    /// ignores case), unless the server's tables have no case.
    std::optional<Table> describe(const TableId& id) const;
    /// All that describe() goes by, as one text; empty when the table is gone. One query. ON
    /// DUPLICATE KEY UPDATE names no index: with one more it may have changed rows of other keys,
    /// with one less it may have added rows for keys that exist.
    std::string version(const TableId& id) const;

private:
    std::vector<UniqueIndex> unique_indexes(const TableId& id) const;
    std::string condition(const TableId& id) const;
    bool is_same_name(std::string_view left, std::string_view right) const;
    void read_columns(Table& table) const;

    Query query_;
    Literal literal_;
    bool mariadb_;
    bool ignores_name_case_;
};

}  // namespace kconnect::sql::mysql
