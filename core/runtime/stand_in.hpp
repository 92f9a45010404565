#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace kconnect::runtime {

/// Does an owner's work, on a thread of its own, while the owner is away in a call that lasts. A
/// lock is the owner's at all other times: the two never work at once.
/// Threads: the functions are for the owner's.
class StandIn {
public:
    using Milliseconds = std::chrono::milliseconds;
    /// Does what is due; says after how long it is needed again.
    using Work = std::function<Milliseconds()>;

    /// A call that takes longer than `patience` is stood in for; work is done no more often than
    /// that. `log_context` is for the lines of the work.
    StandIn(Work work, Milliseconds patience, std::string log_context);
    ~StandIn();
    StandIn(const StandIn&) = delete;
    StandIn& operator=(const StandIn&) = delete;

    /// The time in which there is a stand-in; its end waits for work that is under way.
    class Shift {
    public:
        explicit Shift(StandIn& stand_in) : stand_in_(stand_in) { stand_in_.begin(); }
        ~Shift() { stand_in_.end(); }
        Shift(const Shift&) = delete;
        Shift& operator=(const Shift&) = delete;

    private:
        StandIn& stand_in_;
    };

    /// Makes a call that may last. `soon`: there is work already, although the stand-in last said
    /// that it is not needed for long. Throws what the call throws, else what the work has thrown.
    /// Outside of a shift it just makes the call.
    template <typename Call>
    void during(Call&& call, bool soon) {
        {
            const Absence absence(*this, soon);
            std::forward<Call>(call)();
        }
        throw_failure();
    }

private:
    /// The owner is away; it comes back in any case.
    class Absence {
    public:
        Absence(StandIn& stand_in, bool soon);
        ~Absence();
        Absence(const Absence&) = delete;
        Absence& operator=(const Absence&) = delete;

    private:
        StandIn& stand_in_;
        const bool has_left_;
    };

    void begin();
    void end() noexcept;
    void run();
    void throw_failure();

    const Work work_;
    const Milliseconds patience_;
    const std::string log_context_;
    std::mutex mutex_;                   ///< The owner has it, but for its absences.
    std::unique_lock<std::mutex> lock_;  ///< The owner's hold of it.
    std::condition_variable changed_;
    std::uint64_t absences_ = 0;
    Milliseconds pause_;  ///< Until the next look.
    bool hurried_ = false;
    bool ended_ = false;
    std::exception_ptr failure_;
    std::thread thread_;
};

}  // namespace kconnect::runtime
