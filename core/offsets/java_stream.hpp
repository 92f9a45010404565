#pragma once

#include <cstdint>
#include <string_view>

/// Words of Java's object serialization stream protocol, version 5.
namespace kconnect::offsets::java_stream {

inline constexpr std::string_view kHeader{"\xac\xed\x00\x05", 4};

inline constexpr std::uint8_t kNull = 0x70;
inline constexpr std::uint8_t kReference = 0x71;
inline constexpr std::uint8_t kClassDescription = 0x72;
inline constexpr std::uint8_t kObject = 0x73;
inline constexpr std::uint8_t kString = 0x74;
inline constexpr std::uint8_t kArray = 0x75;
inline constexpr std::uint8_t kBlockData = 0x77;
inline constexpr std::uint8_t kEndBlockData = 0x78;
inline constexpr std::uint8_t kLongString = 0x7c;

inline constexpr std::uint32_t kFirstHandle = 0x7e0000;
/// A class with writeObject(): its fields are followed by data of its own.
inline constexpr std::uint8_t kHasWriteMethod = 0x01;

inline constexpr std::string_view kMapClass = "java.util.HashMap";
inline constexpr std::string_view kBytesClass = "[B";

}  // namespace kconnect::offsets::java_stream
