# How a room becomes a library and a test program, and what the build makes of .sql, .html and texts.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# Dev: quick to compile, quick enough to test with; line numbers for debuggers and sanitizers.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1 -fno-omit-frame-pointer")
set(CMAKE_EXE_LINKER_FLAGS_DEV "")
# What GCC 12 warns of at this level stands in std::string itself and is not so.
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict -Wno-array-bounds")
add_compile_options(-Wall -Wextra -Wno-missing-field-initializers -fpch-preprocess)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  string(REPLACE "-fpch-preprocess" "" _ "${CMAKE_CXX_FLAGS}")
  set_property(DIRECTORY PROPERTY COMPILE_OPTIONS -Wall -Wextra -Wno-missing-field-initializers -Wno-gnu-statement-expression
    "SHELL:-Xclang -fno-pch-timestamp")
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
if(RAEKODA_SANITIZE)
  add_compile_options(-fsanitize=${RAEKODA_SANITIZE} -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${RAEKODA_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options(-fno-sanitize=function)  # clang 14 cannot do it in coroutines
  endif()
endif()

# raekoda_room(NAME DEPENDS rooms… LIBRARIES libs… EXTRA generated sources…)
#   src/<name>/**/*.cpp without *_test.cpp   → library raekoda_<name>
#   src/<name>/**/*_test.cpp                 → program <name>_test (doctest), run by script/test <name>
#   src/<name>/**/*.sql                      → <name>/<file>_sql.h; *_test.sql: tables of a test's own, for the test program alone
#   src/<name>/**/*.html                     → <name>/pages.h and compiled pages
function(raekoda_room name)
  cmake_parse_arguments(ROOM "" "" "DEPENDS;LIBRARIES;EXTRA" ${ARGN})
  set(dir ${CMAKE_CURRENT_SOURCE_DIR}/${name})
  string(REPLACE "/" "_" id ${name})
  set(generated ${CMAKE_BINARY_DIR}/generated)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${dir}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|main)\\.cpp$|/compiler/")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  file(GLOB_RECURSE sql_files CONFIGURE_DEPENDS ${dir}/*.sql)
  set(made "")
  foreach(sql ${sql_files})
    get_filename_component(stem ${sql} NAME_WE)
    set(header ${generated}/${name}/${stem}_sql.h)
    add_custom_command(OUTPUT ${header} COMMAND embed_sql ${sql} ${name} ${header} DEPENDS ${sql} embed_sql VERBATIM)
    if(stem MATCHES "_test$")
      list(APPEND tests ${header})
      continue()
    endif()
    list(APPEND made ${header})
    # Every statement of every room is prepared on both databases by tests/laws.
    string(REPLACE "/" "::" space ${name})
    set_property(GLOBAL APPEND PROPERTY RAEKODA_SQL_HEADERS ${name}/${stem}_sql.h)
    set_property(GLOBAL APPEND PROPERTY RAEKODA_SQL_LISTS raekoda::${space}::sql::all_of_${stem}_sql)
    set_property(GLOBAL APPEND PROPERTY RAEKODA_SQL_ROOMS raekoda_${id})
  endforeach()

  file(GLOB_RECURSE pages CONFIGURE_DEPENDS ${dir}/*.html)
  list(FILTER pages EXCLUDE REGEX "/compiler/")
  set(page_sources "")
  if(pages)
    foreach(page ${pages})
      get_filename_component(stem ${page} NAME_WE)
      set(source ${generated}/${name}/pages/${stem}.cpp)
      add_custom_command(OUTPUT ${source} COMMAND compile_page ${page} ${source} ${generated}/texts/text_keys.txt
        DEPENDS ${page} compile_page ${generated}/texts/text_keys.txt VERBATIM)
      list(APPEND page_sources ${source})
    endforeach()
    # Declarations only: editing the inside of a page must not recompile its callers.
    set(header ${generated}/${name}/pages.h)
    add_custom_command(OUTPUT ${header} COMMAND compile_page --declarations ${header} ${pages} DEPENDS ${pages} compile_page VERBATIM)
    list(APPEND made ${header})
  endif()

  add_library(raekoda_${id} STATIC ${sources} ${page_sources} ${made} ${ROOM_EXTRA})
  target_include_directories(raekoda_${id} PUBLIC ${CMAKE_SOURCE_DIR}/src ${generated})
  foreach(other ${ROOM_DEPENDS})
    target_link_libraries(raekoda_${id} PUBLIC raekoda_${other})
  endforeach()
  target_link_libraries(raekoda_${id} PUBLIC ${ROOM_LIBRARIES} Threads::Threads)
  target_precompile_headers(raekoda_${id} PRIVATE <string> <string_view> <vector> <map> <optional> <functional> <memory> <algorithm> <utility>)

  if(RAEKODA_TESTS AND tests)
    add_executable(${id}_test ${tests} ${CMAKE_SOURCE_DIR}/tests/test_main.cpp)
    target_link_libraries(${id}_test PRIVATE raekoda_${id})
    target_include_directories(${id}_test PRIVATE ${CMAKE_SOURCE_DIR})
    target_compile_definitions(${id}_test PRIVATE RAEKODA_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  endif()
endfunction()
