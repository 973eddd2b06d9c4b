package dev.interlock.internal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's annotations, and two rules beside them. What may be left out is what is annotated as {@code Nullable}, by
 * whatever library; everything else is needed. And a factory or a constructor of a text makes no value unless it is
 * annotated: it would take the text for an object.
 */
final class StrictAnnotations extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        return member instanceof AnnotatedParameter
                ? Boolean.valueOf(!isNullable(member))
                : super.hasRequiredMarker(member);
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        return isNullable(annotated)
                ? JsonSetter.Value.construct(Nulls.SET, Nulls.DEFAULT)
                : super.findSetterInfo(annotated);
    }

    @Override
    public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated annotated) {
        JsonCreator.Mode mode = super.findCreatorAnnotation(config, annotated);
        return mode == null && !isPlain(annotated) ? JsonCreator.Mode.DISABLED : mode;
    }

    /** Whether it takes nothing, or the components of a record. */
    private static boolean isPlain(Annotated annotated) {
        if (!(annotated instanceof AnnotatedConstructor constructor)) {
            return false;
        }
        RecordComponent[] components = constructor.getDeclaringClass().getRecordComponents();
        return constructor.getParameterCount() == (components == null ? 0 : components.length);
    }

    private static boolean isNullable(Annotated annotated) {
        if (annotated instanceof AnnotatedParameter parameter) {
            Executable creator = (Executable) parameter.getOwner().getAnnotated();
            return isNullable(creator, parameter.getIndex());
        }
        if (annotated instanceof AnnotatedMethod setter && setter.getParameterCount() == 1) {
            return isNullable(setter.getAnnotated(), 0);
        }
        return annotated instanceof AnnotatedField field
                && isNullable(
                        field.getAnnotated().getAnnotatedType(),
                        field.getAnnotated().getAnnotations());
    }

    private static boolean isNullable(Executable executable, int index) {
        return isNullable(
                executable.getAnnotatedParameterTypes()[index], executable.getParameterAnnotations()[index]);
    }

    private static boolean isNullable(AnnotatedType type, Annotation[] declared) {
        return Stream.concat(Arrays.stream(type.getAnnotations()), Arrays.stream(declared))
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }
}
