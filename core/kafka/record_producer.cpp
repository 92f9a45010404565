#include "record_producer.hpp"

namespace kconnect::kafka {

DeliveryListener::~DeliveryListener() = default;
RecordProducer::~RecordProducer() = default;

}  // namespace kconnect::kafka
