# Tests that start the program.

# End to end: the real daemon as its own process. TESTED_WATCHPOST in the environment names another one than that of this
# build, TESTED_WATCHPOST_IS_SANITIZED says that it is slow: scripts/test --everything runs these tests with each daemon.
file(GLOB e2e_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/e2e/*_test.cpp)
add_executable(e2e_tests ${e2e_sources})
target_link_libraries(e2e_tests PRIVATE test_support watchpost_opencv)
target_compile_definitions(e2e_tests PRIVATE WATCHPOST_HANGING_CALLS="$<TARGET_FILE:hanging_calls>"
                                             WATCHPOST_ECHO_SERVER="$<TARGET_FILE:echo_server>"
                                             WATCHPOST_VIEWER_PROCESS="$<TARGET_FILE:viewer_process>"
                                             WATCHPOST_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
watchpost_test_files(e2e_tests e2e 300)
# These wait for firmware, watchdogs and hashes, in real time.
set_tests_properties(e2e/known_firmware e2e/photographs e2e/watchdog e2e/simulate PROPERTIES COST 500)

# A pure echo on our own link, for WebSocket conformance suites.
add_executable(echo_server support/echo_server/echo_server.cpp)
target_link_libraries(echo_server PRIVATE watchpost_net)
# A viewer that a test can stop with a signal.
add_executable(viewer_process support/viewer_process/viewer_process.cpp)
target_link_libraries(viewer_process PRIVATE test_support)
# Calls of a daemon that hang while a test wants it.
add_library(hanging_calls MODULE support/hanging_calls/hanging_calls.cpp)
target_link_libraries(hanging_calls PRIVATE watchpost_options)
target_compile_options(hanging_calls PRIVATE -fPIC)
add_dependencies(e2e_tests watchpost echo_server viewer_process hanging_calls)

# watchpost_node_test(NAME FILE TIMEOUT)
# The tests of a file run by node, with our binary as WATCHPOST_BIN.
function(watchpost_node_test NAME FILE TIMEOUT)
  add_test(NAME ${NAME} COMMAND ${NODE_PROGRAM} --test ${CMAKE_CURRENT_SOURCE_DIR}/${FILE})
  set_tests_properties(${NAME} PROPERTIES TIMEOUT ${TIMEOUT} ENVIRONMENT "WATCHPOST_BIN=$<TARGET_FILE:watchpost>")
endfunction()

# The dashboard: its pure modules, and the page in real Chromium.
file(GLOB node_unit_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/browser/unit/*.test.mjs)
add_test(NAME browser/unit COMMAND ${NODE_PROGRAM} --test ${node_unit_tests})
# Two Chromiums at a time are enough, each with about as much to do, the longest first; others go on beside them.
set(chromium_1 foreign freshness gallery login headers)
set(chromium_2 steering controls dashboard doctor identity allowed)
foreach(lane IN ITEMS chromium_1 chromium_2)
  set(cost 1000)
  foreach(part IN LISTS ${lane})
    watchpost_node_test(browser/${part} browser/${part}.test.mjs 600)
    set_tests_properties(browser/${part} PROPERTIES RESOURCE_LOCK ${lane} COST ${cost})
    math(EXPR cost "${cost} - 1")
  endforeach()
endforeach()
# How the programs that are installed were compiled. A build without the optimizer has no checked calls of glibc.
if(CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$" AND NOT WATCHPOST_SANITIZE)
  watchpost_node_test(binaries/hardening binaries/hardening.test.mjs 60)
  set_property(TEST binaries/hardening APPEND PROPERTY ENVIRONMENT "SIMULATOR_BIN=$<TARGET_FILE:simulator>")
endif()
# What Prometheus and Grafana get from us.
watchpost_node_test(prometheus prometheus/prometheus.test.mjs 300)
# Real nginx in front of the real daemon.
watchpost_node_test(proxy/nginx proxy/nginx.test.mjs 300)
# The commands of README.md and HACKING.md, the tests that docs/security.md names, and how scripts are written.
foreach(part IN ITEMS commands security scripts)
  add_test(NAME docs/${part} COMMAND ${NODE_PROGRAM} --test ${CMAKE_CURRENT_SOURCE_DIR}/docs/${part}.test.mjs)
endforeach()
set_tests_properties(docs/commands PROPERTIES TIMEOUT 600)

# What the package brings beside the program.
set(manual_tests ${CMAKE_CURRENT_SOURCE_DIR}/manual)
add_test(NAME manual/man_page COMMAND ${manual_tests}/man_page_test.sh $<TARGET_FILE:watchpost>
                                      ${WATCHPOST_MANUAL}/watchpost.1)
add_test(NAME manual/completion COMMAND ${manual_tests}/completion_test.sh $<TARGET_FILE:watchpost>
                                        ${WATCHPOST_MANUAL}/watchpost.bash)
set_tests_properties(manual/man_page manual/completion PROPERTIES TIMEOUT 120)
