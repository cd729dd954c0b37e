# The man page and the completion, out of the command line that was built. ${WATCHPOST_MANUAL} is their folder.
set(WATCHPOST_MANUAL ${CMAKE_BINARY_DIR}/manual)
file(MAKE_DIRECTORY ${WATCHPOST_MANUAL})
set(man_template ${CMAKE_SOURCE_DIR}/config/man/watchpost.1.in)
add_custom_command(
  OUTPUT ${WATCHPOST_MANUAL}/watchpost.1 ${WATCHPOST_MANUAL}/watchpost.1.gz ${WATCHPOST_MANUAL}/watchpost.bash
  COMMAND make_manual man ${man_template} > ${WATCHPOST_MANUAL}/watchpost.1
  COMMAND gzip -9nkf ${WATCHPOST_MANUAL}/watchpost.1
  COMMAND make_manual bash > ${WATCHPOST_MANUAL}/watchpost.bash
  DEPENDS make_manual ${man_template}
  VERBATIM)
add_custom_target(manual ALL DEPENDS ${WATCHPOST_MANUAL}/watchpost.1.gz ${WATCHPOST_MANUAL}/watchpost.bash)
install(FILES ${WATCHPOST_MANUAL}/watchpost.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${WATCHPOST_MANUAL}/watchpost.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME watchpost)
