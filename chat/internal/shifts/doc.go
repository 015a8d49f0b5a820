// Package shifts says what an agent's plan asks for: where an instant lies in it, and what the desk
// does with the agent next.
//
// It is pure. A [Plan] is hours and the length of the handover before the end of a shift. The parts
// of a shift may have gaps of up to [MaxBreak] between them: these are its planned breaks. Longer
// gaps part one shift from the next.
//
// Nothing is stored but what was done ([chat.Plan].Done) and what the agent chose
// ([chat.Plan].Chosen), so a plan that changes is followed at once. What somebody chose after an
// edge of the plan outranks it. So who sets themselves available in the handover, or outside a
// shift, goes on working until the next edge.
package shifts
