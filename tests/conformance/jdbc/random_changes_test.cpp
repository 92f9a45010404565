// Random changes of a few keys, written as units, against a model that takes them one by one.
#include <map>
#include <optional>
#include <random>
#include <set>

#include <fmt/format.h>
#include <jdbc/unit_writer.hpp>

#include "conformance/jdbc/sink_fixture.hpp"
#include "unit/jdbc/recording_reporter.hpp"

namespace kconnect::sql {
namespace {

using jdbc::InsertMode;
using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::RecordingReporter;
using jdbc::testing::struct_schema;

const SchemaPtr& schema_of(std::size_t columns) {
    static const SchemaPtr a = struct_schema({{"a", int64_field()}});
    static const SchemaPtr ab = struct_schema({{"a", int64_field()}, {"b", int64_field()}});
    return columns == 1 ? a : ab;
}

/// Its column is checked: only bad records have it.
const SchemaPtr& bad_schema() {
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}, {"c", int64_field()}});
    return schema;
}

enum class Kind { kA, kAB, kBad, kDelete };

struct Change {
    Kind kind;
    int key;
    std::int64_t a;
    std::int64_t b;
};

/// The table as records one by one would leave it.
class Model {
public:
    explicit Model(InsertMode mode) : mode_(mode) {}

    /// False when the database would refuse the record.
    bool apply(const Change& change) {
        const auto row = rows_.find(change.key);
        const bool exists = row != rows_.end();
        if (change.kind == Kind::kDelete) {
            rows_.erase(change.key);
            return true;
        }
        if (mode_ == InsertMode::kUpdate && !exists) {
            return true;
        }
        if (change.kind == Kind::kBad || (mode_ == InsertMode::kInsert && exists)) {
            return false;
        }
        auto& cells = rows_[change.key];
        cells.first = change.a;
        if (change.kind == Kind::kAB) {
            cells.second = change.b;
        }
        return true;
    }

    std::vector<std::string> rows() const {
        std::vector<std::string> lines;
        for (const auto& [key, cells] : rows_) {
            lines.push_back(
                fmt::format("k{}|{}|{}",
                            key,
                            cells.first,
                            cells.second.has_value() ? std::to_string(*cells.second) : "NULL"));
        }
        return lines;
    }

private:
    InsertMode mode_;
    std::map<int, std::pair<std::int64_t, std::optional<std::int64_t>>> rows_;
};

class RandomChanges : public SinkFixture {
protected:
    struct Load {
        InsertMode mode;
        int bad_percent;
        bool exact_keys;
        std::uint32_t seed;
    };

    void SetUp() override {
        SinkFixture::SetUp();
        config.delete_enabled = true;
        config.auto_create = false;
    }

    std::vector<Change> changes_of(const Load& load, std::size_t count) {
        std::mt19937 random(load.seed);
        const auto below = [&random](int bound) {
            return static_cast<int>(random() % static_cast<unsigned>(bound));
        };
        std::vector<Change> changes;
        for (std::size_t index = 0; index < count; ++index) {
            Kind kind = below(2) == 0 ? Kind::kA : Kind::kAB;
            if (below(100) < 35) {
                kind = Kind::kDelete;
            } else if (below(100) < load.bad_percent) {
                kind = Kind::kBad;
            }
            changes.push_back({kind, 10 + below(12), below(1000), below(1000)});
        }
        return changes;
    }

    std::shared_ptr<RecordBatch> batch_of(std::span<const Change> changes, std::int64_t first) {
        BatchBuilder builder;
        for (const Change& change : changes) {
            const std::string key = fmt::format("k{}", change.key);
            switch (change.kind) {
                case Kind::kA:
                    add(builder, key, schema_of(1), {Value::of_int64(change.a)});
                    break;
                case Kind::kAB:
                    add(builder,
                        key,
                        schema_of(2),
                        {Value::of_int64(change.a), Value::of_int64(change.b)});
                    break;
                case Kind::kBad:
                    add(builder,
                        key,
                        bad_schema(),
                        {Value::of_int64(change.a), Value::of_int64(-1)});
                    break;
                case Kind::kDelete:
                    builder.add(primitive_schema(SchemaType::kString),
                                Value::of_string(key),
                                nullptr,
                                Value());
                    break;
            }
        }
        return builder.build(first);
    }

    void expect_what_the_model_says(const Load& load) {
        SCOPED_TRACE(fmt::format("seed {}, mode {}, exact keys {}",
                                 load.seed,
                                 jdbc::name_of(load.mode),
                                 load.exact_keys));
        config.insert_mode = load.mode;
        connection().execute("DROP TABLE IF EXISTS " + qualified());
        create_table("id " + (load.exact_keys ? exact("VARCHAR(20)") : "VARCHAR(20)") +
                     " PRIMARY KEY, a BIGINT, b BIGINT, c BIGINT CHECK (c >= 0)");
        const std::vector<Change> changes = changes_of(load, 150);
        Model model(load.mode);
        std::set<std::int64_t> refused;
        for (std::size_t index = 0; index < changes.size(); ++index) {
            if (!model.apply(changes[index])) {
                refused.insert(static_cast<std::int64_t>(index));
            }
        }
        RecordingReporter reporter;
        write(changes, reporter);
        EXPECT_EQ(rows({"id", "a", "b"}), model.rows());
        std::set<std::int64_t> missed = refused;
        for (const std::int64_t offset : reporter.offsets()) {
            EXPECT_EQ(missed.erase(offset), 1U) << "healthy, or reported twice: " << offset;
        }
        for (const std::int64_t offset : missed) {
            EXPECT_TRUE(is_deleted_behind(changes, static_cast<std::size_t>(offset)))
                << "not reported: " << offset;
        }
    }

    /// In puts of different sizes, as one unit or several.
    void write(std::span<const Change> changes, RecordingReporter& reporter) {
        constexpr std::chrono::seconds kPatience{20};
        jdbc::UnitWriter writer(
            config, dialect(), [] {}, &reporter);
        std::size_t size = 1;
        for (std::size_t first = 0; first < changes.size(); first += size, size = size * 3 % 80) {
            const std::size_t count = std::min(size, changes.size() - first);
            writer.put(*batch_of(changes.subspan(first, count), static_cast<std::int64_t>(first)),
                       kPatience,
                       [] { return false; });
        }
        writer.wait_until_idle(kPatience);
        EXPECT_NO_THROW(writer.check());
    }

    /// What was refused and deleted later may have been folded away.
    static bool is_deleted_behind(std::span<const Change> changes, std::size_t index) {
        return std::any_of(changes.begin() + static_cast<std::ptrdiff_t>(index),
                           changes.end(),
                           [key = changes[index].key](const Change& change) {
                               return change.kind == Kind::kDelete && change.key == key;
                           });
    }

    void expect_it_with(InsertMode mode, int bad_percent) {
        for (std::uint32_t seed = 1; seed <= 6; ++seed) {
            expect_what_the_model_says({mode, bad_percent, seed % 2 == 0, seed});
        }
    }
};

TEST_P(RandomChanges, UpsertedAndDeletedInUnitsLeaveWhatTheyLeaveOneByOne) {
    expect_it_with(InsertMode::kUpsert, 0);
}

TEST_P(RandomChanges, UpsertedAndDeletedWithBadOnesAmongThemLeaveWhatTheyLeaveOneByOne) {
    expect_it_with(InsertMode::kUpsert, 8);
}

TEST_P(RandomChanges, InsertedAndDeletedInUnitsLeaveWhatTheyLeaveOneByOne) {
    expect_it_with(InsertMode::kInsert, 8);
}

TEST_P(RandomChanges, UpdatedAndDeletedInUnitsLeaveWhatTheyLeaveOneByOne) {
    expect_it_with(InsertMode::kUpdate, 8);
}

KCONNECT_FOR_EVERY_DATABASE(RandomChanges);

}  // namespace
}  // namespace kconnect::sql
