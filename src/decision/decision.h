// FRONT DOOR of decisions: FEEL and DMN 1.1 to 1.5. Pure: no clock, no files, no network; what it needs of these the caller gives.
//
//   auto loaded = decision::load(xml, "parking.dmn", {.resolver = imports});   // all problems at once, each with its place
//   decision::Session session(loaded.model, budget, now);                      // one for each thread; the model is shared
//   session.set_all(facts);                                                    // a context, see from_json()
//   Value price = session.decide(*loaded.model->find_decision("Price"));       // null and session.evaluation().diagnostics() when it fails
//
// Why: session.record(&reasons) before, sentences(model, reasons) after. Many rows: Batch. FEEL alone: compile(). Tables: Model::check_tables().
#pragma once
#include "decision/batch.h"
#include "decision/feel.h"
#include "decision/model.h"
#include "decision/sentences.h"
