# raekoda_embedded: the migrations and the styles and scripts of ui/, as bytes inside the program.

set(embedded_dir ${CMAKE_BINARY_DIR}/generated/embedded)
file(MAKE_DIRECTORY ${embedded_dir} ${CMAKE_BINARY_DIR}/assets)

file(GLOB migration_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/migrations/*.sql)
file(CONFIGURE OUTPUT ${embedded_dir}/migration_files.txt CONTENT "${migration_files}")  # a file that goes away is noticed too
add_custom_command(OUTPUT ${embedded_dir}/migrations.cpp
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:embed_files> -DOUT=${embedded_dir}/migrations.cpp -DSYMBOL=migrations
          -DFOLDER=${CMAKE_SOURCE_DIR}/migrations -DPATTERN=*.sql -P ${CMAKE_SOURCE_DIR}/cmake/embed_folder.cmake
  DEPENDS ${migration_files} ${embedded_dir}/migration_files.txt embed_files ${CMAKE_SOURCE_DIR}/cmake/embed_folder.cmake VERBATIM)

# The names of the assets are known only after ui/build.sh has run, so the list is made during the build.
set(asset_stamp ${embedded_dir}/assets.stamp)
if(EXISTS ${CMAKE_SOURCE_DIR}/ui/package.json)
  file(GLOB_RECURSE ui_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/ui/src/* ${CMAKE_SOURCE_DIR}/ui/styles/* ${CMAKE_SOURCE_DIR}/ui/static/*)
  file(GLOB ui_settings CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/ui/*.json ${CMAKE_SOURCE_DIR}/ui/*.mjs ${CMAKE_SOURCE_DIR}/ui/build.sh)
  add_custom_command(OUTPUT ${asset_stamp}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${CMAKE_BINARY_DIR}/assets
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/assets
    COMMAND sh ${CMAKE_SOURCE_DIR}/ui/build.sh ${CMAKE_BINARY_DIR}/assets
    COMMAND ${CMAKE_COMMAND} -E touch ${asset_stamp}
    DEPENDS ${ui_files} ${ui_settings} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/ui COMMENT "Styles and scripts of ui/" VERBATIM)
else()
  add_custom_command(OUTPUT ${asset_stamp} COMMAND ${CMAKE_COMMAND} -E touch ${asset_stamp} VERBATIM)
endif()
add_custom_command(OUTPUT ${embedded_dir}/assets.cpp
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:embed_files> -DOUT=${embedded_dir}/assets.cpp -DSYMBOL=assets
          -DFOLDER=${CMAKE_BINARY_DIR}/assets -DPATTERN=* -P ${CMAKE_SOURCE_DIR}/cmake/embed_folder.cmake
  DEPENDS ${asset_stamp} embed_files ${CMAKE_SOURCE_DIR}/cmake/embed_folder.cmake VERBATIM)

add_library(raekoda_embedded STATIC ${embedded_dir}/migrations.cpp ${embedded_dir}/assets.cpp)
target_include_directories(raekoda_embedded PUBLIC ${CMAKE_SOURCE_DIR}/src)
# The bytes come in by the assembler, which a compiler cache does not see.
set_target_properties(raekoda_embedded PROPERTIES CXX_COMPILER_LAUNCHER "")
