# watchpost_room(NAME USES a b c [ASIO])
# One static library per folder of src. Its USES list is the list of what its files may include: the arrows of the house.
# ASIO: most files include headers of Asio, which take longer to read than the file itself and so are read once for all.
function(watchpost_room NAME)
  cmake_parse_arguments(ROOM "ASIO" "" "USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${NAME}/*.cpp)
  add_library(watchpost_${NAME} STATIC ${sources})
  target_include_directories(watchpost_${NAME} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/${NAME})
  target_link_libraries(watchpost_${NAME} PUBLIC watchpost_options ${ROOM_USES})
  if(ROOM_ASIO AND NOT WATCHPOST_FUZZ) # clang 14 cannot read all of it
    target_precompile_headers(watchpost_${NAME} PRIVATE <boost/asio/ip/tcp.hpp> <boost/asio/post.hpp>
                                                        <boost/asio/steady_timer.hpp> <spdlog/spdlog.h> <functional>
                                                        <map> <optional> <string> <variant> <vector>)
  endif()
endfunction()
