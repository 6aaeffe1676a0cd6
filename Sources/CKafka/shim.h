#pragma once

#include <librdkafka/rdkafka.h>
// The cluster that the tests run against. It is no part of the library's stable interface, and nothing but tests uses it.
#include <librdkafka/rdkafka_mock.h>
