#pragma once

#include "patient_writer.hpp"

#include <string_view>

/// What the threads of `PatientWriter` do. Each may wait for ever.
namespace watchpost {

/// All of `bytes`, also where somebody else has made the descriptor non-blocking. What cannot be written at all, as to
/// a pipe that nobody holds any more, is given up.
void write_all(int descriptor, std::string_view bytes);

/// Log lines as text; in colour when `descriptor` is a terminal that has any.
PatientWriter::Write lines_on(int descriptor);

/// Log lines as entries of the journal, with their fields.
PatientWriter::Write entries_of_the_journal();

} // namespace watchpost
