#pragma once
// Rules between the fields of one object, which a table of fields cannot say.

#include "contracts/openapi/structure.h"

namespace squall::contracts::openapi {

// Every rule for objects of this kind. `place` is an object.
void check_object(const Scene& scene, What what, const Place& place);

void check_swagger_object(const Scene& scene, What what, const Place& place);  // of version 2.0

// One family each, called by check_object.
void check_parameter(const Scene& scene, const Place& place);
void check_header(const Scene& scene, const Place& place);
void check_header_names(const Scene& scene, const Place& place);  // of a response or an encoding
void check_media_type(const Scene& scene, const Place& place);
void check_encoding(const Scene& scene, const Place& place);
void check_server(const Scene& scene, const Place& place);
void check_server_variable(const Scene& scene, const Place& place);
void check_server_names(const Scene& scene, const Place& owner);  // of its 'servers'
void check_tags(const Scene& scene, const Place& root);
void check_operation_ids(const Scene& scene, const Place& root);
void check_path_item(const Scene& scene, const Place& place);
void check_operation(const Scene& scene, const Place& place);
void check_responses(const Scene& scene, const Place& place);
void check_paths(const Scene& scene, const Place& place);
void check_schema(const Scene& scene, const Place& place);
void check_discriminator(const Scene& scene, const Place& schema);
void check_swagger_discriminator(const Scene& scene, const Place& schema);
void check_security_scheme(const Scene& scene, const Place& place);
void check_oauth_flows(const Scene& scene, const Place& place);
void check_security_requirement(const Scene& scene, const Place& place);

// The text of a string member, "" when absent or of another kind.
std::string_view text_of(const Node& object, std::string_view key);
bool flag_of(const Node& object, std::string_view key);
// Reports when more than one of these fields is there.
void exclusive(const Scene& scene, const Place& place, std::initializer_list<std::string_view> names);

}  // namespace squall::contracts::openapi
