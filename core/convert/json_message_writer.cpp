#include "convert/json_message_writer.hpp"

#include <algorithm>
#include <utility>

namespace kconnect::convert {

std::string_view JsonMessageWriter::write(const SchemaAndValue& data) {
    message_.clear();
    if (!envelope_) {
        values_.append(message_, data.schema, data.value);
        return message_;
    }
    message_ += beginning_for(data.schema).text;
    values_.append(message_, data.schema, data.value);
    message_ += '}';
    return message_;
}

const JsonMessageWriter::Beginning& JsonMessageWriter::beginning_for(const Schema* schema) {
    const auto found = by_schema_.find(schema);
    if (found != by_schema_.end()) {
        beginnings_.splice(beginnings_.begin(), beginnings_, found->second);
        return beginnings_.front();
    }
    Beginning beginning;
    beginning.schema = schema == nullptr ? nullptr : schema->shared();
    beginning.text = "{\"schema\":";
    values_.append_schema(beginning.text, schema);
    beginning.text += ",\"payload\":";
    if (beginnings_.size() >= std::max<std::size_t>(1, cache_size_)) {
        by_schema_.erase(beginnings_.back().schema.get());
        beginnings_.pop_back();
    }
    beginnings_.push_front(std::move(beginning));
    by_schema_.emplace(schema, beginnings_.begin());
    return beginnings_.front();
}

}  // namespace kconnect::convert
