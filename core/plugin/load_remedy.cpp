#include "plugin/load_remedy.hpp"

#include <array>
#include <cstring>
#include <fstream>
#include <optional>

#include <elf.h>
#include <fmt/format.h>

namespace kconnect {
namespace {

#if defined(__x86_64__)
constexpr std::uint16_t kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr std::uint16_t kMachine = EM_AARCH64;
#else
#error "name this machine's e_machine here"
#endif

/// The first bytes of an ELF file, which all of its variants have in common.
struct ElfStart {
    std::array<unsigned char, EI_NIDENT> ident;
    std::uint16_t type;
    std::uint16_t machine;
};

std::optional<ElfStart> read_start(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::array<char, sizeof(ElfStart)> bytes{};
    if (!stream.read(bytes.data(), bytes.size()) ||
        std::memcmp(bytes.data(), ELFMAG, SELFMAG) != 0) {
        return std::nullopt;
    }
    ElfStart start{};
    std::memcpy(&start, bytes.data(), sizeof start);
    return start;
}

std::string name_of_machine(const ElfStart& start) {
    const std::string_view bits = start.ident[EI_CLASS] == ELFCLASS32 ? "32-bit " : "";
    switch (start.machine) {
        case EM_X86_64:
            return fmt::format("{}x86-64", bits);
        case EM_AARCH64:
            return fmt::format("{}aarch64", bits);
        case EM_386:
            return "32-bit x86";
        default:
            return fmt::format("{}machine number {}", bits, start.machine);
    }
}

bool is_for_this_machine(const ElfStart& start) {
    return start.machine == kMachine && start.ident[EI_CLASS] == ELFCLASS64 &&
           start.ident[EI_DATA] == ELFDATA2LSB;
}

/// The library that is missing, out of "NAME: cannot open shared object file: ...".
std::string_view missing_library(std::string_view reason) {
    const auto end = reason.find(": cannot open shared object file");
    return end == std::string_view::npos ? std::string_view() : reason.substr(0, end);
}

}  // namespace

std::uintmax_t claimed_size(const std::filesystem::path& file) {
    const auto start = read_start(file);
    Elf64_Ehdr header{};
    std::ifstream stream(file, std::ios::binary);
    if (!start || !is_for_this_machine(*start) ||
        !stream.read(reinterpret_cast<char*>(&header), sizeof header)) {
        return 0;
    }
    // The table of sections comes last.
    return header.e_shoff + std::uintmax_t{header.e_shnum} * header.e_shentsize;
}

std::string load_remedy(const std::filesystem::path& file, std::string_view reason) {
    const auto start = read_start(file);
    std::error_code ignored;
    if (!start) {
        return std::filesystem::is_regular_file(file, ignored)
                   ? "it is no shared library, or cannot be read: check its permissions, copy it "
                     "again or remove it"
                   : "check the path";
    }
    if (!is_for_this_machine(*start)) {
        return fmt::format("it was built for {}: rebuild it for this machine",
                           name_of_machine(*start));
    }
    if (reason.find("undefined symbol") != std::string_view::npos) {
        return "rebuild it against this version of kconnect and name all libraries it needs in "
               "kconnect_add_plugin(... LIBRARIES ...)";
    }
    if (const auto library = missing_library(reason); !library.empty()) {
        return fmt::format("install the package that has {}, or set LD_LIBRARY_PATH", library);
    }
    return "rebuild it with kconnect_add_plugin(), or copy it again";
}

std::string crash_remedy(std::string_view words) {
    return words.find("Sanitizer") != std::string_view::npos ||
                   words.find("ASan runtime") != std::string_view::npos
               ? "rebuild it without -fsanitize, or use a kconnect that is built with it"
               : "a static initialiser or kconnect_plugin_manifest() fails: mend it";
}

}  // namespace kconnect
