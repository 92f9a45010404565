#include <cstddef>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "offsets/java_map.hpp"
#include "offsets/java_stream.hpp"

namespace kconnect::offsets {
namespace {

using java_stream::kArray;
using java_stream::kBlockData;
using java_stream::kBytesClass;
using java_stream::kClassDescription;
using java_stream::kEndBlockData;
using java_stream::kFirstHandle;
using java_stream::kHasWriteMethod;
using java_stream::kHeader;
using java_stream::kLongString;
using java_stream::kMapClass;
using java_stream::kNull;
using java_stream::kObject;
using java_stream::kReference;
using java_stream::kString;

/// A class as the stream describes it.
struct ClassDescription {
    std::string name;
    std::size_t field_bytes = 0;  ///< Of its primitive fields together.
    bool has_objects = false;     ///< It has fields that are no numbers.
    bool has_write_method = false;
};

/// What a handle of the stream stands for: null for what is of no interest.
using Known = std::variant<std::monostate, ClassDescription, std::string>;

[[noreturn]] void fail_corrupted(const std::string& text) {
    throw ConnectException("java.io.StreamCorruptedException: " + text);
}

/// Reads one map from the stream. Names and methods follow the grammar of the protocol.
class Reader {
public:
    explicit Reader(std::string_view stream) : rest_(stream) {}

    ByteMap read() {
        read_header();
        const auto code = byte();
        if (code == kString || code == kLongString) {
            throw unexpected("class java.lang.String");
        }
        if (code == kArray) {
            throw unexpected("class " + class_description().name);
        }
        if (code == kNull) {
            throw unexpected("null");
        }
        if (code != kObject) {
            fail_type_code(code);
        }
        const auto type = class_description();
        if (type.name != kMapClass) {
            throw unexpected("class " + type.name);
        }
        if (type.has_objects || !type.has_write_method) {
            fail_corrupted("java.util.HashMap as no Java version writes it");
        }
        known_.emplace_back();  // the map itself
        take(type.field_bytes);
        return read_entries();
    }

private:
    static ConnectException unexpected(const std::string& what) {
        return ConnectException("Expected HashMap but found " + what);
    }
    [[noreturn]] static void fail_type_code(std::uint8_t code) {
        fail_corrupted(fmt::format("invalid type code: {:02X}", code));
    }

    void read_header() {
        const auto header = take(kHeader.size());
        if (header != kHeader) {
            std::string digits;
            for (const char part : header) {
                digits += fmt::format("{:02X}", static_cast<unsigned char>(part));
            }
            fail_corrupted("invalid stream header: " + digits);
        }
    }

    ByteMap read_entries() {
        if (const auto code = byte(); code != kBlockData) {
            fail_type_code(code);
        }
        auto block = take(byte());
        if (block.size() != 8) {
            fail_corrupted(fmt::format("{} bytes instead of the map's sizes", block.size()));
        }
        const auto count = static_cast<std::int32_t>(number_in(block.substr(4)));
        if (count < 0) {
            throw ConnectException(
                fmt::format("java.io.InvalidObjectException: Illegal mappings count: {}", count));
        }
        ByteMap entries;
        for (std::int32_t index = 0; index < count; ++index) {
            auto key = bytes();
            entries.insert_or_assign(std::move(key), bytes());
        }
        if (const auto code = byte(); code != kEndBlockData) {
            fail_type_code(code);
        }
        return entries;
    }

    /// One key or value.
    Bytes bytes() {
        const auto code = byte();
        switch (code) {
            case kNull:
                return std::nullopt;
            case kReference:
                return known_bytes();
            case kArray:
                return new_bytes();
            case kString:
            case kLongString:
                throw not_bytes("java.lang.String");
            case kObject:
                throw not_bytes(class_description().name);
            case kEndBlockData:
                throw ConnectException("java.io.OptionalDataException: the map ends too early");
            default:
                fail_type_code(code);
        }
    }

    static ConnectException not_bytes(const std::string& name) {
        return ConnectException(
            fmt::format("java.lang.ClassCastException: class {} cannot be cast to class [B", name));
    }

    Bytes new_bytes() {
        const auto type = class_description();
        if (type.name != kBytesClass) {
            throw not_bytes(type.name);
        }
        std::string content(take(number()));
        known_.emplace_back(content);
        return content;
    }

    Bytes known_bytes() {
        const auto& known = resolve(number());
        if (const auto* content = std::get_if<std::string>(&known)) {
            return *content;
        }
        throw not_bytes("of an earlier entry");
    }

    ClassDescription class_description() {
        const auto code = byte();
        if (code == kReference) {
            const auto& known = resolve(number());
            if (const auto* type = std::get_if<ClassDescription>(&known)) {
                return *type;
            }
            fail_corrupted("a handle that is no class description");
        }
        if (code != kClassDescription) {
            fail_type_code(code);
        }
        return new_class_description();
    }

    ClassDescription new_class_description() {
        ClassDescription type;
        type.name = take(short_number());
        take(8);  // serialVersionUID
        const auto handle = known_.size();
        known_.emplace_back();
        type.has_write_method = (byte() & kHasWriteMethod) != 0;
        const auto fields = short_number();
        for (unsigned index = 0; index < fields; ++index) {
            read_field(type);
        }
        if (const auto code = byte(); code != kEndBlockData) {
            fail_type_code(code);
        }
        if (const auto code = byte(); code != kNull) {  // a superclass: of no map or array here
            type.has_objects = true;
        }
        known_[handle] = type;
        return type;
    }

    void read_field(ClassDescription& type) {
        const auto code = byte();
        take(short_number());  // its name
        switch (code) {
            case 'B':
            case 'Z':
                type.field_bytes += 1;
                break;
            case 'C':
            case 'S':
                type.field_bytes += 2;
                break;
            case 'F':
            case 'I':
                type.field_bytes += 4;
                break;
            case 'D':
            case 'J':
                type.field_bytes += 8;
                break;
            default:
                // The rest of such a description is not needed: the class is none of ours.
                throw unexpected("class " + type.name);
        }
    }

    const Known& resolve(std::uint32_t handle) const {
        const std::size_t index = handle - std::size_t{kFirstHandle};
        if (handle < kFirstHandle || index >= known_.size()) {
            fail_corrupted(fmt::format("invalid handle value: {:08X}", handle));
        }
        return known_[index];
    }

    std::string_view take(std::size_t size) {
        if (size > rest_.size()) {
            throw EndOfStream("java.io.EOFException");
        }
        const auto taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    std::uint8_t byte() { return static_cast<std::uint8_t>(take(1).front()); }
    unsigned short_number() {
        const unsigned high = byte();
        return (high << 8U) | byte();
    }
    std::uint32_t number() { return number_in(take(4)); }
    static std::uint32_t number_in(std::string_view bytes) {
        std::uint32_t result = 0;
        for (const char part : bytes) {
            result = (result << 8U) | static_cast<unsigned char>(part);
        }
        return result;
    }

    std::string_view rest_;
    std::vector<Known> known_;
};

}  // namespace

ByteMap read_java_map(std::string_view stream) {
    return Reader(stream).read();
}

}  // namespace kconnect::offsets
