// Raekoda. The commands stand in doors/console.
#include "doors/console/console.h"

int main(int argc, char** argv) { return raekoda::doors::console::run(argc, argv); }
