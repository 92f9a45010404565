#include <utility>

#include <kconnect/testing/drivers.hpp>

namespace kconnect::test {

ConverterDriver::ConverterDriver(std::unique_ptr<Converter> converter,
                                 const ConfigMap& config,
                                 ConverterRole role)
    : converter_(std::move(converter)) {
    converter_->config().parse(config);
    converter_->configure(config, role);
}

SchemaAndValue ConverterDriver::read(std::optional<std::string_view> payload,
                                     std::string_view topic) {
    memory_.clear();
    return converter_->to_connect_data(topic, payload, memory_);
}

std::optional<std::string_view> ConverterDriver::write(const SchemaPtr& schema,
                                                       const Literal& value,
                                                       std::string_view topic) {
    memory_.clear();
    const SchemaAndValue data{memory_.keep(schema), value.make(schema.get(), memory_.arena())};
    return converter_->from_connect_data(topic, data, memory_);
}

std::optional<std::string> ConverterDriver::round_trip(std::optional<std::string_view> payload) {
    const SchemaAndValue data = read(payload);
    const auto written = converter_->from_connect_data("topic", data, memory_);
    return written ? std::optional(std::string(*written)) : std::nullopt;
}

TransformationDriver::TransformationDriver(std::unique_ptr<Transformation> transformation,
                                           const ConfigMap& config)
    : transformation_(std::move(transformation)) {
    transformation_->config().parse(config);
    transformation_->configure(config);
}

std::optional<ConnectRecord> TransformationDriver::apply(const SinkRecordSpec& record) {
    batch_ = make_batch({record});
    const SinkRecord& sink = (*batch_)[0];
    ConnectRecord result(static_cast<const ConnectRecord&>(sink));
    if (!transformation_->apply(result, &sink, batch_->memory())) {
        return std::nullopt;
    }
    return result;
}

}  // namespace kconnect::test
