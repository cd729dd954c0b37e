# Tests that are linked with the code they test.

# Unit tests: one executable, and one test of ctest, for each folder below unit/, linked with the room of the same name.
file(GLOB unit_folders CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/unit ${CMAKE_CURRENT_SOURCE_DIR}/unit/*)
foreach(room IN LISTS unit_folders)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/unit/${room}/*_test.cpp)
  add_executable(unit_${room} ${sources})
  get_target_property(private_headers watchpost_${room} INCLUDE_DIRECTORIES)
  target_include_directories(unit_${room} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${private_headers})
  target_compile_definitions(unit_${room} PRIVATE WATCHPOST_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_compile_options(unit_${room} PRIVATE ${test_options})
  target_link_libraries(unit_${room} PRIVATE watchpost_${room} GTest::gtest_main GTest::gmock)
  add_test(NAME unit/${room} COMMAND unit_${room})
  set_tests_properties(unit/${room} PROPERTIES TIMEOUT 120 LABELS unit)
endforeach()

# Loop tests: real sockets and the manual clock, inside the test's process.
file(GLOB loop_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/loop/*_test.cpp)
list(FILTER loop_sources EXCLUDE REGEX "/sim_[a-z_]*_test.cpp$")
add_executable(loop_tests ${loop_sources} loop/daemon_in_process.cpp)
target_compile_options(loop_tests PRIVATE ${test_options})
target_link_libraries(loop_tests PRIVATE test_support watchpost_app)
target_compile_definitions(loop_tests PRIVATE WATCHPOST_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                              WATCHPOST_PICO_PROCESS="$<TARGET_FILE:pico_process>")
watchpost_test_files(loop_tests loop 300)

# A Pico that a test can kill in the middle of a move.
add_executable(pico_process support/pico_process/pico_process.cpp)
target_link_libraries(pico_process PRIVATE test_support)
add_dependencies(loop_tests pico_process)

# The simulated boards over real sockets, against a server of Beast's.
file(GLOB loop_sim_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/loop/sim_*.cpp)
add_executable(loop_sim ${loop_sim_sources})
target_include_directories(loop_sim PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/loop ${CMAKE_SOURCE_DIR}/tools/simulator)
target_compile_options(loop_sim PRIVATE ${test_options})
target_link_libraries(loop_sim PRIVATE watchpost_sim GTest::gtest_main)
watchpost_test_files(loop_sim loop 120)

add_subdirectory(firmware)

# Short runs of what scripts/fuzz runs for long. Only the sanitizers make them worth their time.
if(WATCHPOST_SANITIZE)
  add_subdirectory(fuzz)
endif()
