# watchpost_room(NAME USES a b c)
# One static library per folder of src. Its USES list is the list of what its files may include: the arrows of the house.
function(watchpost_room NAME)
  cmake_parse_arguments(ROOM "" "" "USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${NAME}/*.cpp)
  add_library(watchpost_${NAME} STATIC ${sources})
  target_include_directories(watchpost_${NAME} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/${NAME})
  target_link_libraries(watchpost_${NAME} PUBLIC watchpost_options ${ROOM_USES})
endfunction()
