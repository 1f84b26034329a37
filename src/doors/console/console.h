// FRONT DOOR of the console: the program's commands. Each gives an exit code.
#pragma once

namespace raekoda::doors::console {

int run(int argc, char** argv);

}  // namespace raekoda::doors::console
