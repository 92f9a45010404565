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
using java_stream::kHeader;
using java_stream::kMapClass;
using java_stream::kNull;
using java_stream::kObject;
using java_stream::kReference;

/// Writes one map; knows which class descriptions the stream has already.
class Writer {
public:
    std::string write(const ByteMap& entries) {
        out_ = kHeader;
        byte(kObject);
        describe_map();
        const auto buckets = buckets_for(entries.size());
        append(std::string_view("\x3f\x40\x00\x00", 4));  // loadFactor: 0.75f
        number(entries.empty() ? 0 : buckets / 4 * 3);    // threshold
        byte(kBlockData);
        byte(8);
        number(buckets);
        number(static_cast<std::uint32_t>(entries.size()));
        for (const auto& [key, value] : entries) {
            bytes(key);
            bytes(value);
        }
        byte(kEndBlockData);
        return std::move(out_);
    }

private:
    /// The table's size in Java after that many puts into a new HashMap: it doubles when it is
    /// more than three quarters full.
    static std::uint32_t buckets_for(std::size_t count) {
        std::uint32_t buckets = 16;
        while (count > std::size_t{buckets} / 4 * 3) {
            buckets *= 2;
        }
        return buckets;
    }

    void describe_map() {
        byte(kClassDescription);
        name(kMapClass);
        append(std::string_view("\x05\x07\xda\xc1\xc3\x16\x60\xd1", 8));  // serialVersionUID
        append(std::string_view("\x03\x00\x02", 3));  // writeObject(), serializable; 2 fields
        byte('F');
        name("loadFactor");
        byte('I');
        name("threshold");
        byte(kEndBlockData);
        byte(kNull);  // no superclass
    }

    void bytes(const Bytes& value) {
        if (!value) {
            byte(kNull);
            return;
        }
        byte(kArray);
        if (array_is_described_) {
            // Handles count from the map's description and the map itself.
            byte(kReference);
            number(kFirstHandle + 2);
        } else {
            array_is_described_ = true;
            byte(kClassDescription);
            name(kBytesClass);
            append(std::string_view("\xac\xf3\x17\xf8\x06\x08\x54\xe0", 8));  // serialVersionUID
            append(std::string_view("\x02\x00\x00", 3));  // serializable; no fields
            byte(kEndBlockData);
            byte(kNull);
        }
        number(static_cast<std::uint32_t>(value->size()));
        append(*value);
    }

    void name(std::string_view text) {
        byte(static_cast<std::uint8_t>(text.size() >> 8U));
        byte(static_cast<std::uint8_t>(text.size()));
        append(text);
    }
    void number(std::uint32_t value) {
        for (unsigned shift : {24U, 16U, 8U, 0U}) {
            byte(static_cast<std::uint8_t>(value >> shift));
        }
    }
    void byte(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
    void append(std::string_view text) { out_ += text; }

    std::string out_;
    bool array_is_described_ = false;
};

}  // namespace

std::string write_java_map(const ByteMap& entries) {
    return Writer().write(entries);
}

}  // namespace kconnect::offsets
