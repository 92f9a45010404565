#pragma once

#include "rest/router.hpp"

/// The handlers of the table in routes.cpp, one per resource and method.
namespace kconnect::rest {

Response get_root(const Call& call);
Response get_health(const Call& call);

Response get_connectors(const Call& call);
Response get_connector(const Call& call);
Response get_connector_config(const Call& call);
Response get_connector_status(const Call& call);
Response get_tasks(const Call& call);
Response get_task_status(const Call& call);
Response get_topics(const Call& call);
Response get_offsets(const Call& call);
/// Of distributed workers only; Connect's standalone worker answers 500.
Response post_tasks(const Call& call);
Response put_fence(const Call& call);

Response post_connectors(const Call& call);
Response delete_connector(const Call& call);
Response put_connector_config(const Call& call);
Response patch_connector_config(const Call& call);
Response restart_connector(const Call& call);
Response restart_task(const Call& call);
Response pause_connector(const Call& call);
Response resume_connector(const Call& call);
Response stop_connector(const Call& call);
Response reset_topics(const Call& call);

Response get_plugins(const Call& call);
Response get_plugin_config(const Call& call);
Response validate_plugin_config(const Call& call);

}  // namespace kconnect::rest
