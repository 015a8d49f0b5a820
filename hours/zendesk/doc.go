// Package zendesk reads the schedules of Zendesk's API: weekly intervals in minutes since Sunday,
// and holidays.
package zendesk
