#include <kconnect/errors.hpp>
#include <kconnect/sql/connection.hpp>

namespace kconnect::sql {

std::unique_ptr<ResultRows> Connection::select(std::string_view /*sql*/,
                                               std::span<const Value> /*parameters*/) {
    throw ConnectException("Connections to " + server() + " do not read rows");
}

}  // namespace kconnect::sql
