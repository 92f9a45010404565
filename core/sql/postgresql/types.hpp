#pragma once

namespace kconnect::sql::postgresql {

/// OIDs of pg_type that never change.
namespace oid {
inline constexpr unsigned kBool = 16;
inline constexpr unsigned kBytea = 17;
inline constexpr unsigned kChar = 18;
inline constexpr unsigned kInt8 = 20;
inline constexpr unsigned kInt2 = 21;
inline constexpr unsigned kInt4 = 23;
inline constexpr unsigned kText = 25;
inline constexpr unsigned kJson = 114;
inline constexpr unsigned kFloat4 = 700;
inline constexpr unsigned kFloat8 = 701;
inline constexpr unsigned kBpchar = 1042;
inline constexpr unsigned kVarchar = 1043;
inline constexpr unsigned kDate = 1082;
inline constexpr unsigned kTime = 1083;
inline constexpr unsigned kTimestamp = 1114;
inline constexpr unsigned kTimestamptz = 1184;
inline constexpr unsigned kBit = 1560;
inline constexpr unsigned kNumeric = 1700;
inline constexpr unsigned kUuid = 2950;
inline constexpr unsigned kJsonb = 3802;
}  // namespace oid

/// The array type of a type that array parameters are made of.
constexpr unsigned array_of(unsigned element) {
    switch (element) {
        case oid::kBool:
            return 1000;
        case oid::kBytea:
            return 1001;
        case oid::kInt2:
            return 1005;
        case oid::kInt4:
            return 1007;
        case oid::kText:
            return 1009;
        case oid::kVarchar:
            return 1015;
        case oid::kInt8:
            return 1016;
        case oid::kFloat4:
            return 1021;
        case oid::kFloat8:
            return 1022;
        case oid::kTimestamp:
            return 1115;
        case oid::kDate:
            return 1182;
        case oid::kTime:
            return 1183;
        case oid::kTimestamptz:
            return 1185;
        case oid::kNumeric:
            return 1231;
        default:
            return 0;
    }
}

}  // namespace kconnect::sql::postgresql
