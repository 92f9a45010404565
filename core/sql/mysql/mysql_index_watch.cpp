#include "mysql/mysql_index_watch.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/sql/sql_error.hpp>

#include "mysql/mysql_catalogue.hpp"
#include "mysql/mysql_statements.hpp"

namespace kconnect::sql::mysql {

namespace {

bool is_same(const UniqueIndex& left, const UniqueIndex& right) {
    return left.name == right.name && left.columns == right.columns &&
           left.whole_columns == right.whole_columns;
}

}  // namespace

void IndexWatch::add(const std::shared_ptr<const Table>& table) {
    if (std::find(upserted_.begin(), upserted_.end(), table) == upserted_.end()) {
        upserted_.push_back(table);
    }
}

void IndexWatch::check(const Catalogue& catalogue) const {
    for (const auto& table : upserted_) {
        if (!std::ranges::equal(
                catalogue.unique_indexes(table->id), table->unique_indexes, is_same)) {
            throw SqlError(fmt::format("{}: somebody changed the table's unique indexes since they "
                                       "were read, and the upsert may have found other rows by "
                                       "them than those of its keys; it was rolled back",
                                       qualified(table->id)),
                           SqlErrorKind::kTask,
                           "HY000");
        }
    }
}

}  // namespace kconnect::sql::mysql
