#include "fake_database.hpp"

#include <sstream>

#include <kconnect/schema.hpp>

namespace kconnect::jdbc::testing {

namespace {

template <typename Columns>
std::string names_of_columns(const Columns& columns) {
    std::string names;
    for (const auto& column : columns) {
        names.append(names.empty() ? "" : ",").append(column.name);
    }
    return names;
}

sql::Table table_of(const std::string& name, const std::string& columns) {
    sql::Table table;
    table.id.name = name;
    std::istringstream names(columns);
    for (std::string column; std::getline(names, column, ',');) {
        table.columns.push_back({.name = column});
    }
    return table;
}

}  // namespace

/// Writes rows into the log.
class FakeRowWriter final : public sql::RowWriter {
public:
    FakeRowWriter(std::function<void(const std::string&)> step, const sql::WriteShape& shape)
        : step_(std::move(step)), head_(head(shape)) {}

    void write(const sql::Rows& rows) override {
        std::string line = head_;
        for (std::size_t row = 0; row < rows.row_count; ++row) {
            line += " [";
            for (std::size_t column = 0; column < rows.column_count; ++column) {
                line.append(column == 0 ? "" : ",").append(to_string(rows[row][column]));
            }
            line += "]";
        }
        step_(line);
    }

private:
    static std::string head(const sql::WriteShape& shape) {
        static constexpr const char* kModes[] = {"insert", "upsert", "update", "delete"};
        const std::string mode = kModes[static_cast<std::size_t>(shape.mode)];
        const bool ordered = shape.mode != sql::WriteMode::kInsert &&
                             shape.mode != sql::WriteMode::kDelete && !shape.distinct_keys;
        return (ordered ? "ordered " : "") + mode + " " + shape.table.id.name + "(" +
               names_of_columns(shape.columns) + ")";
    }

    std::function<void(const std::string&)> step_;
    std::string head_;
};

class FakeConnection final : public sql::Connection {
public:
    explicit FakeConnection(FakeDatabase& database) : database_(&database) {}

    std::string server() const override { return "Fake 1.0"; }
    void execute(std::string_view sql) override {
        step(std::string(sql));
        if (sql.starts_with("CREATE") || sql.starts_with("ADD")) {
            database_->apply(std::string(sql));
        }
    }
    std::vector<sql::TextRow> query(std::string_view) override { return {}; }
    void begin() override { step("begin"); }
    void commit() override { step("commit"); }
    void check_constraints() override { step("check constraints"); }
    void rollback() noexcept override {
        try {
            step("rollback");
        } catch (const std::exception&) {
            open_ = false;
        }
    }
    bool is_open(bool) noexcept override { return open_; }
    sql::TableId resolve(const sql::TableId& name) override { return name; }
    std::optional<sql::Table> describe(const sql::TableId& resolved) override {
        const std::lock_guard lock(database_->mutex_);
        ++database_->descriptions_;
        const auto found = database_->tables_.find(resolved.name);
        if (found == database_->tables_.end()) {
            return std::nullopt;
        }
        return found->second;
    }
    bool is_current(const sql::Table& table) override {
        const std::lock_guard lock(database_->mutex_);
        const auto found = database_->tables_.find(table.id.name);
        return found != database_->tables_.end() && found->second == table;
    }
    std::unique_ptr<sql::RowWriter> row_writer(const sql::WriteShape& shape) override {
        return std::make_unique<FakeRowWriter>([this](const std::string& line) { step(line); },
                                               shape);
    }
    void abort() noexcept override {
        const std::lock_guard lock(database_->mutex_);
        database_->aborted_ = true;
    }

private:
    void step(const std::string& line) {
        try {
            database_->step(line);
        } catch (const sql::SqlError& error) {
            open_ = open_ && !error.connection_lost();
            throw;
        }
    }

    FakeDatabase* database_;
    bool open_ = true;
};

std::vector<std::string> FakeDatabase::log() const {
    const std::lock_guard lock(mutex_);
    return log_;
}

std::vector<std::string> FakeDatabase::log_of(const std::string& word) const {
    std::vector<std::string> lines = log();
    std::erase_if(lines, [&word](const std::string& line) { return !line.starts_with(word); });
    return lines;
}

void FakeDatabase::add_table(sql::Table table) {
    const std::lock_guard lock(mutex_);
    tables_.insert_or_assign(table.id.name, std::move(table));
}

bool FakeDatabase::has_table(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    return tables_.contains(name);
}

int FakeDatabase::descriptions() const {
    const std::lock_guard lock(mutex_);
    return descriptions_;
}

bool FakeDatabase::aborted() const {
    const std::lock_guard lock(mutex_);
    return aborted_;
}

std::unique_ptr<sql::Connection> FakeDatabase::connect(const sql::ConnectionSettings&,
                                                       const sql::AbortSignal& abort) const {
    auto& self = const_cast<FakeDatabase&>(*this);
    if (before_connect) {
        before_connect(abort);
    }
    self.step("connect");
    return std::make_unique<FakeConnection>(self);
}

std::string FakeDatabase::create_table(const sql::TableId& table,
                                       std::span<const sql::ColumnDefinition> columns) const {
    return "CREATE " + table.name + "(" + names_of_columns(columns) + ")";
}

std::vector<std::string> FakeDatabase::add_columns(
    const sql::TableId& table, std::span<const sql::ColumnDefinition> columns) const {
    return {"ADD " + table.name + "(" + names_of_columns(columns) + ")"};
}

void FakeDatabase::step(const std::string& line) {
    if (before) {
        before(line);
    }
    const std::lock_guard lock(mutex_);
    log_.push_back(line);
}

void FakeDatabase::apply(const std::string& statement) {
    const std::size_t blank = statement.find(' ');
    const std::size_t open = statement.find('(');
    const std::string name = statement.substr(blank + 1, open - blank - 1);
    const sql::Table described =
        table_of(name, statement.substr(open + 1, statement.size() - open - 2));
    const std::lock_guard lock(mutex_);
    sql::Table& table = tables_[name];
    table.id.name = name;
    table.columns.insert(table.columns.end(), described.columns.begin(), described.columns.end());
}

}  // namespace kconnect::jdbc::testing
