#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <kconnect/errors.hpp>

#include "rest/herder_requests.hpp"
#include "rest/herder_view.hpp"

namespace kconnect::rest {

/// A herder that shows what a test has put into it, and keeps what it is asked to do.
class FakeHerder : public HerderView, public HerderRequests {
public:
    bool is_ready() const override { return ready; }
    std::string cluster_id() const override { return "Oryj7ogQRiimdF0DnOlZJQ"; }
    std::vector<ConnectorView> connectors() const override { return all; }

    std::unique_ptr<const ConnectorView> connector(std::string_view name) const override {
        for (const auto& connector : all) {
            if (connector.name == name) {
                return std::make_unique<const ConnectorView>(connector);
            }
        }
        return nullptr;
    }

    std::vector<std::string> active_topics(std::string_view name) const override {
        const auto found = topics.find(name);
        return found == topics.end() ? std::vector<std::string>() : found->second;
    }

    std::vector<OffsetView> offsets(const std::string& name) const override {
        std::unique_lock lock(mutex);
        ++waiting;
        changed.notify_all();
        changed.wait(lock, [this] { return !blocks; });
        if (!connector(name)) {
            throw NotFoundException("Connector " + name + " not found");
        }
        return all_offsets;
    }

    std::vector<PluginView> plugins() const override { return all_plugins; }

    std::vector<ConfigKeyView> plugin_config(const std::string& name,
                                             const std::string& version) const override {
        if (version != "latest") {
            throw BadRequestException("Invalid version specification: " + version);
        }
        if (name != "FileStreamSink") {
            throw NotFoundException("Unknown plugin " + name + ".");
        }
        return keys;
    }

    std::string masked(std::string_view text) const override {
        return text.find(secret) == std::string_view::npos ? std::string(text) : "[hidden]";
    }

    ValidationView validate(const NewConnector& wanted) override {
        requested.push_back(wanted);
        if (!refusal.empty()) {
            throw BadRequestException(refusal);
        }
        return validation;
    }
    void create_connector(const NewConnector& wanted) override {
        requested.push_back(wanted);
        if (!refusal.empty()) {
            throw BadRequestException(refusal);
        }
        if (connector(wanted.name)) {
            throw AlreadyExistsException("Connector " + wanted.name + " already exists");
        }
        all.push_back(next.value_or(ConnectorView{
            wanted.name, "sink", {wanted.config.begin(), wanted.config.end()}, {}, {}}));
    }

    bool put_connector(const NewConnector& wanted) override {
        const bool is_new = !connector(wanted.name);
        if (is_new) {
            create_connector(wanted);
        } else {
            requested.push_back(wanted);
        }
        return is_new;
    }
    void delete_connector(const std::string& name) override {
        note("delete " + name);
        std::erase_if(all, [&](const auto& connector) { return connector.name == name; });
    }
    void set_target_state(const std::string& name, TargetState state) override {
        note(name + (state == TargetState::kRunning  ? " runs"
                     : state == TargetState::kPaused ? " pauses"
                                                     : " stops"));
    }
    void restart_connector(const std::string& name) override { note("restart " + name); }
    ConnectorView restart(const std::string& name, const Restart& wanted) override {
        note("restart " + name + (wanted.has_tasks ? " with tasks" : "") +
             (wanted.is_failed_only ? " if failed" : ""));
        return *connector(name);
    }
    void restart_task(const std::string& name, int task) override {
        const auto tasks = connector(name)->tasks.size();
        if (task < 0 || static_cast<std::size_t>(task) >= tasks) {
            throw NotFoundException("Task " + name + "-" + std::to_string(task) + " not found");
        }
        note("restart " + name + "-" + std::to_string(task));
    }
    void reset_topics(const std::string& name) override { topics.erase(name); }

    /// Lets offsets() wait until release().
    void block() {
        const std::lock_guard lock(mutex);
        blocks = true;
    }
    void release() {
        const std::lock_guard lock(mutex);
        blocks = false;
        changed.notify_all();
    }
    /// Waits until so many calls of offsets() have begun.
    void await_calls(int count) const {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return waiting >= count; });
    }

    bool ready = true;
    std::vector<ConnectorView> all;
    std::map<std::string, std::vector<std::string>, std::less<>> topics;
    std::vector<OffsetView> all_offsets;
    std::vector<PluginView> all_plugins;
    std::vector<ConfigKeyView> keys;
    std::string secret = "hunter22";
    std::vector<NewConnector> requested;  ///< What was to be created or changed.
    std::vector<std::string> done;        ///< What else was asked for.
    std::optional<ConnectorView> next;    ///< What it creates; absent: what was asked for.
    ValidationView validation;            ///< What validate() finds.
    std::string refusal;                  ///< Why it refuses; empty: it does not.

private:
    void note(std::string what) { done.push_back(std::move(what)); }

    mutable std::mutex mutex;
    mutable std::condition_variable changed;
    mutable int waiting = 0;
    bool blocks = false;
};

/// The connector of the recorded answers: a running sink with two tasks.
inline ConnectorView recorded_sink() {
    const StateView running{"RUNNING", "", "4.1.1"};
    const OrderedConfig task = {
        {"connector.class", "FileStreamSink"},
        {"file", "/data/out.txt"},
        {"task.class", "org.apache.kafka.connect.file.FileStreamSinkTask"},
        {"tasks.max", "2"},
        {"topics", "rt-a"},
        {"name", "rt-sink"},
        {"value.converter", "org.apache.kafka.connect.storage.StringConverter"}};
    return {"rt-sink",
            "sink",
            {{"connector.class", "FileStreamSink"},
             {"tasks.max", "2"},
             {"topics", "rt-a"},
             {"file", "/data/out.txt"},
             {"value.converter", "org.apache.kafka.connect.storage.StringConverter"},
             {"name", "rt-sink"}},
            running,
            {{running, task}, {running, task}}};
}

/// A paused one without tasks, with a blank and a slash in its name.
inline ConnectorView recorded_paused_sink() {
    return {"rt paused/1",
            "sink",
            {{"connector.class", "FileStreamSink"},
             {"topics", "rt-a"},
             {"file", "/data/out2.txt"},
             {"value.converter", "org.apache.kafka.connect.storage.StringConverter"},
             {"name", "rt paused/1"}},
            {"PAUSED", "", "4.1.1"},
            {}};
}

/// A stopped source.
inline ConnectorView recorded_stopped_source() {
    return {"rt-stopped",
            "source",
            {{"connector.class", "FileStreamSource"},
             {"topic", "rt-src"},
             {"file", "/data/in.txt"},
             {"name", "rt-stopped"}},
            {"STOPPED", "", "4.1.1"},
            {}};
}

}  // namespace kconnect::rest
