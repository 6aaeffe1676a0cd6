#pragma once

#include <microhttpd.h>

// Functions with `...` are not imported.
static inline int sheriff_connection_descriptor(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *information = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return information ? information->connect_fd : -1;
}
