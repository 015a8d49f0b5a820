package records_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

func TestParseGivesBackWhatAKeyWasMadeOf(t *testing.T) {
	at := time.Date(2026, 11, 3, 10, 0, 0, 123e6, time.UTC)
	for key, want := range map[string]records.Key{
		records.Session("ses_1"):                    {Family: records.FamilySession, Session: "ses_1"},
		records.Open("ses_1"):                       {Family: records.FamilyOpen, Session: "ses_1"},
		records.Waiting("support", at, "ses_1"):     {Family: records.FamilyWaiting, Queue: "support", At: at, Session: "ses_1"},
		records.Messaged("support", at, "ses_1"):    {Family: records.FamilyMessaged, Queue: "support", At: at, Session: "ses_1"},
		records.Offer("agt_1", "off_1"):             {Family: records.FamilyOffer, Agent: "agt_1", Offer: "off_1"},
		records.Active("agt_1", "ses_1"):            {Family: records.FamilyActive, Agent: "agt_1", Session: "ses_1"},
		records.Ended(at, "ses_1"):                  {Family: records.FamilyEnded, At: at, Session: "ses_1"},
		records.Leaving("ses_1"):                    {Family: records.FamilyLeaving, Session: "ses_1"},
		records.Current("vis_1"):                    {Family: records.FamilyCurrent, Visitor: "vis_1"},
		records.Visitor("vis_1", at, "ses_1"):       {Family: records.FamilyVisitor, Visitor: "vis_1", At: at, Session: "ses_1"},
		records.Agent("agt_1"):                      {Family: records.FamilyAgent, Agent: "agt_1"},
		records.Timeline("ses_1", 12):               {Family: records.FamilyTimeline, Session: "ses_1", N: 12},
		records.History("vis_1"):                    {Family: records.FamilyHistory, Visitor: "vis_1"},
		records.Rule("shoes"):                       {Family: records.FamilyRule, ID: "shoes"},
		records.Setting("queue", "support"):         {Family: records.FamilySettings, Kind: "queue", ID: "support"},
		records.Handoff("out_1"):                    {Family: records.FamilyHandoff, ID: "out_1"},
		records.Outbox(at, "out_1"):                 {Family: records.FamilyOutbox, At: at, ID: "out_1"},
		records.Presence("node-1"):                  {Family: records.FamilyPresence, ID: "node-1"},
		records.Done("ses_1", "c1"):                 {Family: records.FamilyDone, Scope: "ses_1", Command: "c1"},
		records.Lease():                             {Family: records.FamilyLease},
		records.Beat():                              {Family: records.FamilyLease, Beat: true},
		records.Cursor("ses_1", "vis_1"):            {Family: records.FamilyCursor, Session: "ses_1", ID: "vis_1"},
		records.Mailed("0123456789abcdef"):          {Family: records.FamilyMailed, ID: "0123456789abcdef"},
		records.Audit(at, "aud_1"):                  {Family: records.FamilyAudit, At: at, ID: "aud_1"},
		records.AgentLog("agt_1", at, 7):            {Family: records.FamilyAgentLog, Agent: "agt_1", At: at, N: 7},
		records.Prompted():                          {Family: records.FamilyPrompted, ID: "hour"},
		records.Order(at, "ord_1"):                  {Family: records.FamilyOrder, At: at, ID: "ord_1"},
		records.Funnel(at, 7):                       {Family: records.FamilyFunnel, At: at, N: 7},
		records.About("vis_1", at, "aud_1"):         {Family: records.FamilyAbout, Scope: "vis_1", At: at, ID: "aud_1"},
		records.Job("erase", "vis_1"):               {Family: records.FamilyJob, Kind: "erase", ID: "vis_1"},
		records.Extern("agent", "0123456789abcdef"): {Family: records.FamilyExtern, Kind: "agent", ID: "0123456789abcdef"},

		records.AgentDay("agt_1", at, 7): {
			Family: records.FamilyAgentDays, Agent: "agt_1", At: at, N: 7,
		},
		records.Lane("0123"): {Family: records.FamilyLane, ID: "0123"},
		records.Carrying("telegram", "0123"): {
			Family: records.FamilyCarrying, Kind: "telegram", ID: "0123",
		},
		records.Fetching("ses_1"): {Family: records.FamilyFetching, Session: "ses_1"},
		records.Files("ses_1"):    {Family: records.FamilyFiles, Session: "ses_1"},
		records.FilesDue(at, "ses_1"): {
			Family: records.FamilyFilesDue, At: at, Session: "ses_1",
		},
		records.Helped(at, "shop", 7): {
			Family: records.FamilyHelped, At: at, ID: "shop", N: 7,
		},
	} {
		require.NoError(t, store.CheckKey(key))
		got, err := records.Parse(key)
		require.NoError(t, err, key)
		require.Equal(t, want, got, key)
	}
}

func TestEntriesAndInstantsSortAsText(t *testing.T) {
	require.Less(t, records.Timeline("s", 9), records.Timeline("s", 10))
	early := time.Date(2026, 11, 3, 23, 59, 59, 999e6, time.UTC)
	require.Less(t, records.Waiting("q", early, "z"), records.Waiting("q", early.Add(time.Millisecond), "a"))
}

func FuzzParse(f *testing.F) {
	f.Add("timeline/ses_1/00000012")
	f.Add("lease/dispatcher/beat")
	f.Add("waiting/support/20261103T100000.000Z/ses_1")
	f.Fuzz(func(t *testing.T, key string) {
		k, err := records.Parse(key)
		if err != nil {
			require.ErrorIs(t, err, records.ErrKey)
			require.Zero(t, k)
		}
	})
}
