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
    /// The unique indexes of a table that describe() named; none when it is gone.
    std::vector<UniqueIndex> unique_indexes(const TableId& id) const;

private:
    std::string condition(const TableId& id) const;
    bool is_same_name(std::string_view left, std::string_view right) const;
    void read_columns(Table& table) const;

    Query query_;
    Literal literal_;
    bool mariadb_;
    bool ignores_name_case_;
};

}  // namespace kconnect::sql::mysql
