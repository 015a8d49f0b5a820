package zendesk

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// zoneOf is the IANA name of a zone that Zendesk names: mostly after a town, "Warsaw", or after a
// region, "Eastern Time (US & Canada)". A name of the IANA's own is taken as it is.
func zoneOf(name string) (string, error) {
	if name == "" {
		return "", errors.New("is missing, and no zone is given")
	}
	candidates := []string{named[name]}
	town := strings.NewReplacer(" ", "_", ".", "", "'", "").Replace(name)
	for _, continent := range continents {
		candidates = append(candidates, continent+"/"+town)
	}
	if strings.Contains(name, "/") {
		candidates = append(candidates, name)
	}
	for _, c := range candidates {
		if _, err := time.LoadLocation(c); c != "" && err == nil {
			return c, nil
		}
	}
	return "", fmt.Errorf("no IANA zone is known for %q: give it", name)
}

var continents = []string{
	"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic",
}

// named are the zones that are not called after the town of an IANA name.
var named = map[string]string{
	"UTC":                          "UTC",
	"International Date Line West": "Etc/GMT+12",
	"Midway Island":                "Pacific/Midway",
	"American Samoa":               "Pacific/Pago_Pago",
	"Hawaii":                       "Pacific/Honolulu",
	"Alaska":                       "America/Juneau",
	"Pacific Time (US & Canada)":   "America/Los_Angeles",
	"Mountain Time (US & Canada)":  "America/Denver",
	"Central Time (US & Canada)":   "America/Chicago",
	"Eastern Time (US & Canada)":   "America/New_York",
	"Atlantic Time (Canada)":       "America/Halifax",
	"Arizona":                      "America/Phoenix",
	"Saskatchewan":                 "America/Regina",
	"Indiana (East)":               "America/Indiana/Indianapolis",
	"Newfoundland":                 "America/St_Johns",
	"Guadalajara":                  "America/Mexico_City",
	"Central America":              "America/Guatemala",
	"Quito":                        "America/Lima",
	"Brasilia":                     "America/Sao_Paulo",
	"Buenos Aires":                 "America/Argentina/Buenos_Aires",
	"Georgetown":                   "America/Guyana",
	"Greenland":                    "America/Nuuk",
	"Mid-Atlantic":                 "Atlantic/South_Georgia",
	"Cape Verde Is.":               "Atlantic/Cape_Verde",
	"Edinburgh":                    "Europe/London",
	"Bern":                         "Europe/Zurich",
	"Kyiv":                         "Europe/Kyiv",
	"West Central Africa":          "Africa/Algiers",
	"Pretoria":                     "Africa/Johannesburg",
	"Istanbul":                     "Europe/Istanbul",
	"St. Petersburg":               "Europe/Moscow",
	"Abu Dhabi":                    "Asia/Muscat",
	"Ekaterinburg":                 "Asia/Yekaterinburg",
	"Islamabad":                    "Asia/Karachi",
	"Chennai":                      "Asia/Kolkata",
	"Mumbai":                       "Asia/Kolkata",
	"New Delhi":                    "Asia/Kolkata",
	"Astana":                       "Asia/Almaty",
	"Sri Jayawardenepura":          "Asia/Colombo",
	"Hanoi":                        "Asia/Bangkok",
	"Rangoon":                      "Asia/Yangon",
	"Chongqing":                    "Asia/Shanghai",
	"Beijing":                      "Asia/Shanghai",
	"Osaka":                        "Asia/Tokyo",
	"Sapporo":                      "Asia/Tokyo",
	"Canberra":                     "Australia/Melbourne",
	"Solomon Is.":                  "Pacific/Guadalcanal",
	"New Caledonia":                "Pacific/Noumea",
	"Marshall Is.":                 "Pacific/Majuro",
	"Wellington":                   "Pacific/Auckland",
	"Nuku'alofa":                   "Pacific/Tongatapu",
	"Tokelau Is.":                  "Pacific/Fakaofo",
	"Chatham Is.":                  "Pacific/Chatham",
	"Samoa":                        "Pacific/Apia",
}
