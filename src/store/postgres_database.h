#pragma once
#include "store/store.h"

namespace raekoda::store {
Result<std::shared_ptr<Database>> open_postgres(const Options&);
}
