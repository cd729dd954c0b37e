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
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
                                                WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# Two packages: what the simulator draws with pulls in three hundred others.
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL watchpost simulator)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)

set(CPACK_DEBIAN_WATCHPOST_PACKAGE_NAME watchpost)
# The first line of each is its synopsis.
set(CPACK_COMPONENT_WATCHPOST_DESCRIPTION
"camera system of ESP32-CAM and Pico W boards
Boards dial in to one daemon: ESP32-CAMs push their pictures, Raspberry Pi
Pico Ws take pan and tilt commands, and any number of browsers watch. Every
viewer sees the newest picture, and a link that is dead is known to be dead.
.
The service listens on port 3000, as its own user and with few rights.")
# procps has the /bin/kill of "systemctl reload".
set(CPACK_DEBIAN_WATCHPOST_PACKAGE_DEPENDS
    "init-system-helpers (>= 1.52), procps, systemd | systemd-standalone-sysusers | systemd-sysusers")
set(CPACK_DEBIAN_WATCHPOST_PACKAGE_RECOMMENDS avahi-daemon)
set(CPACK_DEBIAN_WATCHPOST_PACKAGE_SUGGESTS "bash-completion, watchpost-simulator")
set(CPACK_DEBIAN_WATCHPOST_PACKAGE_CONTROL_EXTRA
    ${CMAKE_SOURCE_DIR}/config/debian/postinst ${CMAKE_SOURCE_DIR}/config/debian/prerm
    ${CMAKE_SOURCE_DIR}/config/debian/postrm ${CMAKE_SOURCE_DIR}/config/debian/conffiles)

set(CPACK_DEBIAN_SIMULATOR_PACKAGE_NAME watchpost-simulator)
set(CPACK_COMPONENT_SIMULATOR_DESCRIPTION
"simulated boards for watchpost
Simulated boards for 'watchpost demo' and 'watchpost simulate': they dial in
like real ones, quirks and faults included, and send drawn pictures, your own
ones, or a video.")
set(CPACK_COMPONENT_SIMULATOR_DEPENDS watchpost)

set(CPACK_DEBIAN_PACKAGE_VERSION ${PROJECT_VERSION})
configure_file(config/debian/changelog.in ${packaged}/changelog.Debian @ONLY)
execute_process(COMMAND gzip -9nkf ${packaged}/changelog.Debian COMMAND_ERROR_IS_FATAL ANY)
unset(CPACK_DEBIAN_PACKAGE_VERSION)

install(FILES config/systemd/watchpost.service config/systemd/watchpost.socket DESTINATION lib/systemd/system)
install(FILES config/systemd/watchpost.sysusers DESTINATION lib/sysusers.d RENAME watchpost.conf)
foreach(package IN ITEMS watchpost watchpost-simulator)
  string(REPLACE watchpost- "" component ${package})
  install(FILES config/debian/copyright ${packaged}/changelog.Debian.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
          COMPONENT ${component})
  install(FILES config/debian/lintian-overrides/${package} DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
          COMPONENT ${component})
endforeach()
install(FILES config/avahi/watchpost.service DESTINATION /etc/avahi/services)
# fail2ban need not be there: its folder for filters is where it looks for those of others.
install(FILES config/fail2ban/filter.d/watchpost.conf DESTINATION /etc/fail2ban/filter.d)
install(FILES config/fail2ban/jail.d/watchpost.conf DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/watchpost/examples
        RENAME fail2ban-jail.conf)
install(FILES ${packaged}/watchpost.json DESTINATION /etc/watchpost PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)

include(CPack)
