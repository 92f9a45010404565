#include "http/local_address.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/host_name.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace kconnect::http {

std::string local_address() {
    using boost::asio::ip::tcp;
    boost::system::error_code error;
    boost::asio::io_context io(1);
    const auto name = boost::asio::ip::host_name(error);
    if (!error) {
        tcp::resolver resolver(io);
        const auto found = resolver.resolve(tcp::v4(), name, "", error);
        if (!error && !found.empty()) {
            return found.begin()->endpoint().address().to_string();
        }
    }
    return "127.0.0.1";
}

}  // namespace kconnect::http
