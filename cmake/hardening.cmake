# What makes a fault in our code, or in a header that it is compiled with, end the process instead of being of use to
# somebody. tests/binaries/hardening.test.mjs looks for it in the programs that are installed.
include(CheckCXXCompilerFlag)
include(CheckPIESupported)

# An index outside of a vector, an empty optional that is read: an abort, in every build.
add_compile_definitions(_GLIBCXX_ASSERTIONS)

# Sanitizers see more than these do, and one would hide from the other.
if(WATCHPOST_SANITIZE OR WATCHPOST_FUZZ)
  return()
endif()

# The addresses of our own code differ from run to run. CMake compiles static libraries for shared ones then, whose functions
# could be replaced from outside and so are not inlined; none of ours goes into one, and -fPIE says so.
check_pie_supported(LANGUAGES CXX)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_compile_options(-fPIE)
add_compile_options(-fstack-protector-strong)
# Those that not every processor has: the second is for x86 only.
foreach(flag IN ITEMS -fstack-clash-protection -fcf-protection)
  string(MAKE_C_IDENTIFIER "WATCHPOST_HAS${flag}" has_flag)
  check_cxx_compiler_flag(${flag} ${has_flag})
  if(${has_flag})
    add_compile_options(${flag})
  endif()
endforeach()
# The checked memcpy and read of glibc need the optimizer, which tests are compiled without.
set(is_optimized $<CONFIG:Release,RelWithDebInfo,MinSizeRel>)
add_compile_options("$<${is_optimized}:-U_FORTIFY_SOURCE>" "$<${is_optimized}:-D_FORTIFY_SOURCE=2>")
# Every symbol is bound at the start, and the tables of them are read-only from then on; no stack can be run.
add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
