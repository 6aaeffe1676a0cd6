#pragma once

// OpenBLAS's own: it declares how many threads there are, which the common interface does not know.
#include <cblas-openblas.h>
