# What every target of ours is compiled with.
add_library(watchpost_options INTERFACE)
if(NOT WATCHPOST_FUZZ) # GCC's warnings count, not clang's
  target_compile_options(watchpost_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
endif()
target_compile_definitions(watchpost_options INTERFACE WATCHPOST_VERSION="${PROJECT_VERSION}")
target_include_directories(watchpost_options INTERFACE ${CMAKE_SOURCE_DIR}/include)

if(WATCHPOST_SANITIZE STREQUAL "address")
  # UBSan's vptr check opens a pipe to look at an object, and takes its failure for a finding: it cannot be used where a test
  # leaves no descriptors. AddressSanitizer sees objects that are gone, and clang's vptr check is on for the fuzz targets.
  add_compile_options(-fsanitize=address,undefined -fsanitize=float-cast-overflow -fno-sanitize=vptr
                      -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(WATCHPOST_SANITIZE STREQUAL "thread")
  # GCC's -Wtsan: the sanitizer does not see std::atomic_thread_fence. Ours has none; Asio has, in its counts of references
  # and around a handler, and nothing was found that comes of it.
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer -Wno-tsan)
  add_link_options(-fsanitize=thread)
elseif(WATCHPOST_SANITIZE)
  message(FATAL_ERROR "WATCHPOST_SANITIZE: \"${WATCHPOST_SANITIZE}\"; it must be empty, address or thread")
endif()

# Sanitizers make much code: GCC waits for 256 MB before it collects its garbage, and LLVM's linker, where it is
# installed, needs half the time.
if(WATCHPOST_SANITIZE)
  add_compile_options(--param=ggc-min-heapsize=262144)
  find_program(LLD_PROGRAM ld.lld)
  if(LLD_PROGRAM)
    add_link_options(-fuse-ld=lld)
  endif()
endif()

if(WATCHPOST_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fsanitize=float-cast-overflow
                      -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# A clone in another folder finds what this one compiled.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
endif()
