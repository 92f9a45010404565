#include <kconnect/errors.hpp>
#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql {

std::unique_ptr<ResultRows> Connection::select(std::string_view /*sql*/,
                                               std::span<const Value> /*parameters*/) {
    throw ConnectException("Connections to " + server() + " do not read rows");
}

std::unique_ptr<ResultRows> Connection::select_within(std::chrono::milliseconds /*limit*/,
                                                      std::string_view sql,
                                                      std::span<const Value> parameters) {
    return select(sql, parameters);
}

void Connection::commit_if_current(std::span<const Table* const> written) {
    for (const Table* table : written) {
        if (!is_current(*table)) {
            throw StaleTableError(table->id.name);
        }
    }
    commit();
}

bool Connection::is_current(const Table& table) {
    return describe(table.id) == table;
}

}  // namespace kconnect::sql
