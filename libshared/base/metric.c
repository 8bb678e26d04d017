#include "base/metric.h"
#include "base/assert.h"
#include "base/mem.h"

#include <strings.h>

struct metric_set {
    const struct metric **rows;
    const char **sections; /* each name once, in the order of the first row that has it */
    unsigned row_count, row_room;
    unsigned section_count, section_room;
};

struct metric_set *metric_set_new(void)
{
    return mem_zalloc(sizeof(struct metric_set));
}

void metric_set_free(struct metric_set *m)
{
    if (m == NULL)
        return;
    mem_free(m->rows);
    mem_free(m->sections);
    mem_free(m);
}

/* The section as its rows spell it, or NULL. */
static const char *find_section(const struct metric_set *m, const char *section)
{
    for (unsigned i = 0; i < m->section_count; i++)
        if (strcasecmp(m->sections[i], section) == 0)
            return m->sections[i];
    return NULL;
}

static void add_section(struct metric_set *m, const char *section)
{
    if (find_section(m, section) != NULL)
        return;
    if (m->section_count == m->section_room) {
        m->section_room = m->section_room ? m->section_room * 2 : 16;
        m->sections = mem_realloc(m->sections, m->section_room * sizeof *m->sections);
    }
    m->sections[m->section_count++] = section;
}

static bool has_name(const struct metric_set *m, const char *name)
{
    for (unsigned i = 0; i < m->row_count; i++)
        if (strcmp(m->rows[i]->name, name) == 0)
            return true;
    return false;
}

void metric_set_add(struct metric_set *m, const struct metric *rows)
{
    for (const struct metric *row = rows; row->name != NULL; row++) {
        bool is_number = row->kind == METRIC_COUNT || row->kind == METRIC_LEVEL;

        kv_assert(is_number == (row->text == NULL));
        kv_assert(!is_number || (row->value != NULL) != (row->number != NULL));
        kv_assert(!has_name(m, row->name)); /* the endpoint has one name space for all sections */
        if (m->row_count == m->row_room) {
            m->row_room = m->row_room ? m->row_room * 2 : 64;
            m->rows = mem_realloc(m->rows, m->row_room * sizeof *m->rows);
        }
        m->rows[m->row_count++] = row;
        add_section(m, row->section);
    }
}

static uint64_t number_of(const struct metric *row)
{
    return row->value != NULL ? *row->value : row->number();
}

bool metric_info(const struct metric_set *m, const char *section, const char *title,
                 struct buf *out)
{
    if (find_section(m, section) == NULL)
        return false;
    buf_add_str(out, "# ");
    buf_add_str(out, title);
    buf_add_str(out, "\r\n");
    for (unsigned i = 0; i < m->row_count; i++) {
        const struct metric *row = m->rows[i];

        if (strcasecmp(row->section, section) != 0)
            continue;
        if (row->kind == METRIC_LINES) {
            row->text(out);
            continue;
        }
        buf_add_str(out, row->name);
        buf_add_byte(out, ':');
        if (row->kind == METRIC_TEXT)
            row->text(out);
        else
            buf_add_uint(out, number_of(row));
        buf_add_str(out, "\r\n");
    }
    return true;
}

const char *metric_section(const struct metric_set *m, unsigned index)
{
    return index < m->section_count ? m->sections[index] : NULL;
}

/* Metric names are [a-zA-Z0-9_:]; INFO fields use no other characters but '-' and '.'. */
static void add_prometheus_name(struct buf *out, const char *name)
{
    buf_add_str(out, "kvd_");
    for (; *name != '\0'; name++) {
        uint8_t c = (uint8_t)*name, l = ascii_lower(c);
        bool ok = (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == ':';

        buf_add_byte(out, ok ? c : '_');
    }
}

/* In a HELP text only the backslash and the line feed are special. */
static void add_prometheus_help(struct buf *out, const char *help)
{
    for (; *help != '\0'; help++) {
        if (*help == '\\')
            buf_add_str(out, "\\\\");
        else if (*help == '\n')
            buf_add_str(out, "\\n");
        else
            buf_add_byte(out, (uint8_t)*help);
    }
}

void metric_prometheus(const struct metric_set *m, struct buf *out)
{
    for (unsigned i = 0; i < m->row_count; i++) {
        const struct metric *row = m->rows[i];

        if (row->kind != METRIC_COUNT && row->kind != METRIC_LEVEL)
            continue;
        if (row->help != NULL) {
            buf_add_str(out, "# HELP ");
            add_prometheus_name(out, row->name);
            buf_add_byte(out, ' ');
            add_prometheus_help(out, row->help);
            buf_add_byte(out, '\n');
        }
        buf_add_str(out, "# TYPE ");
        add_prometheus_name(out, row->name);
        buf_add_str(out, row->kind == METRIC_COUNT ? " counter\n" : " gauge\n");
        add_prometheus_name(out, row->name);
        buf_add_byte(out, ' ');
        buf_add_uint(out, number_of(row));
        buf_add_byte(out, '\n');
    }
}

void metric_reset(struct metric_set *m)
{
    for (unsigned i = 0; i < m->row_count; i++)
        if (m->rows[i]->kind == METRIC_COUNT && m->rows[i]->value != NULL)
            *m->rows[i]->value = 0;
}
