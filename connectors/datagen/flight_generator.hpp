#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "flight_plan.hpp"
#include "generator.hpp"

namespace kconnect::datagen {

inline constexpr std::string_view kAircraftField = "aircraft";
inline constexpr std::string_view kFlownField = "flown.ms";

/// Aircraft that report in turn where they are. Task `task` of `tasks` has every `tasks`-th of
/// them.
class FlightGenerator final : public Generator {
public:
    struct Settings {
        std::string schema_name;
        std::int64_t seed = 0;
        std::int32_t aircraft = 0;          ///< Of all tasks.
        std::chrono::milliseconds step{0};  ///< Flying time between two reports of an aircraft.
        int task = 0;
        int tasks = 1;
    };

    explicit FlightGenerator(const Settings& settings);

    const SchemaPtr& schema() const override { return schema_; }
    void restore(OffsetStorageReader& offsets) override;
    std::int64_t made() const override { return made_; }
    void next(std::int64_t epoch_milliseconds,
              Arena& arena,
              std::span<Value> row,
              SourceRecord& record) override;

private:
    struct Aircraft {
        std::int32_t id;
        FlightPlan plan;
        std::chrono::milliseconds flown{0};
        std::int64_t reports = 0;
    };

    SchemaPtr schema_;
    std::chrono::milliseconds step_;
    std::vector<Aircraft> fleet_;
    std::size_t turn_ = 0;  ///< Whose report is next.
    std::int64_t made_ = 0;
};

}  // namespace kconnect::datagen
