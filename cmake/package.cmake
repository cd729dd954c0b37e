# What `apt install` puts on a Debian machine beside the program and its pages, and how CPack makes the package. Paths of
# systemd, Avahi and dpkg are the same whatever the prefix is: scripts/package installs below /usr.
set(packaged ${CMAKE_BINARY_DIR}/packaged)

# "auto" in the package: this machine only, until somebody has a password or a token.
file(READ config/watchpost.json configuration)
set(line "\"address\": \"127.0.0.1\"")
string(FIND "${configuration}" "${line}" at)
if(at EQUAL -1)
  message(FATAL_ERROR "config/watchpost.json has no line ${line} to replace in the package")
endif()
string(LENGTH "${line}" length)
math(EXPR behind "${at} + ${length}")
string(SUBSTRING "${configuration}" 0 ${at} before)
string(SUBSTRING "${configuration}" ${behind} -1 after)
file(CONFIGURE OUTPUT ${packaged}/watchpost.json CONTENT "${before}\"address\": \"auto\"${after}" @ONLY)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION} CACHE STRING "Version of the package")
set(CPACK_PACKAGE_CONTACT "the watchpost authors <watchpost@users.noreply.github.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "camera system of ESP32-CAM and Pico W boards")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
                                                WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Boards dial in to one daemon: ESP32-CAMs push their pictures, Raspberry Pi
Pico Ws take pan and tilt commands, and any number of browsers watch. Every
viewer sees the newest picture, and a link that is dead is known to be dead.
.
The service listens on port 3000, as its own user and with few rights.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# procps has the /bin/kill of "systemctl reload".
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "init-system-helpers (>= 1.52), procps, systemd | systemd-standalone-sysusers | systemd-sysusers")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS avahi-daemon)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS bash-completion)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_SOURCE_DIR}/config/debian/postinst ${CMAKE_SOURCE_DIR}/config/debian/prerm
    ${CMAKE_SOURCE_DIR}/config/debian/postrm ${CMAKE_SOURCE_DIR}/config/debian/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PACKAGE_VERSION ${PROJECT_VERSION})
configure_file(config/debian/changelog.in ${packaged}/changelog.Debian @ONLY)
execute_process(COMMAND gzip -9nkf ${packaged}/changelog.Debian COMMAND_ERROR_IS_FATAL ANY)
unset(CPACK_DEBIAN_PACKAGE_VERSION)

install(FILES config/systemd/watchpost.service config/systemd/watchpost.socket DESTINATION lib/systemd/system)
install(FILES config/systemd/watchpost.sysusers DESTINATION lib/sysusers.d RENAME watchpost.conf)
install(FILES config/debian/copyright ${packaged}/changelog.Debian.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES config/debian/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME watchpost)
install(FILES config/avahi/watchpost.service DESTINATION /etc/avahi/services)
install(FILES ${packaged}/watchpost.json DESTINATION /etc/watchpost PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)

include(CPack)
